// SPDX-License-Identifier: GPL-2.0-or-later
// The gateway's frames as values. Unknown fields and events are ignored, as the protocol asks.

import { parseTime } from '@alloquy/base/times.std';
import type { components } from '../api/openapi.std';

export type Badge = components['schemas']['Badge'];
export type Account = components['schemas']['Account'];

export interface Ready {
  readonly session: string;
  readonly account: { readonly id: string; readonly username: string; readonly displayName: string; readonly owner: boolean; readonly staff: boolean };
  readonly server: { readonly name: string; readonly version: string };
  readonly rooms: readonly Badge[];
}

export type GatewayEvent =
  | { readonly type: 'ready'; readonly ready: Ready }
  | { readonly type: 'resumed' }
  | { readonly type: 'badges'; readonly rooms: readonly Badge[]; readonly marker: boolean }
  | { readonly type: 'room_renamed'; readonly id: string; readonly name: string; readonly channel: string | null }
  | { readonly type: 'profile_changed'; readonly accountId: string; readonly username: string; readonly values: Readonly<Record<string, string | null>> }
  | { readonly type: 'pinned'; readonly room: string; readonly message: string; readonly on: boolean }
  | { readonly type: 'error'; readonly code: string; readonly text: string };

type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Null for what is no frame. */
export function parseFrame(text: string): (Json & { readonly op: string }) | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) && typeof value['op'] === 'string' ? (value as Json & { op: string }) : null;
  } catch {
    return null;
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

export function readReady(frame: Json): Ready | null {
  const account = frame['account'];
  if (!isObject(account) || typeof frame['session'] !== 'string') return null;
  const server = isObject(frame['server']) ? frame['server'] : {};
  return {
    session: frame['session'],
    account: {
      id: text(account['id']),
      username: text(account['username']),
      displayName: text(account['display_name']) || text(account['username']),
      owner: account['owner'] === true,
      staff: account['staff'] === true || account['owner'] === true,
    },
    server: { name: text(server['name']), version: text(server['version']) },
    rooms: readBadges(frame['rooms']),
  };
}

function readBadges(value: unknown): Badge[] {
  return Array.isArray(value) ? value.flatMap((each) => readBadge(each) ?? []) : [];
}

/** Null for what lacks an id. */
export function readBadge(value: unknown): Badge | null {
  if (!isObject(value) || typeof value['id'] !== 'string') return null;
  const read = isObject(value['read']) ? value['read'] : {};
  const count = (each: unknown) => (typeof each === 'number' && each > 0 ? Math.floor(each) : 0);
  return {
    id: value['id'],
    kind: value['kind'] === 'dm' ? 'dm' : 'text',
    name: text(value['name']),
    username: textOrNull(value['username']),
    irc_channel: textOrNull(value['irc_channel']),
    last_message_id: textOrNull(value['last_message_id']),
    read: { at: parseTime(textOrNull(read['at'])) === null ? null : text(read['at']), id: text(read['id']) || '0' },
    unread: count(value['unread']),
    more: value['more'] === true,
    mentions: count(value['mentions']),
  };
}

type Reader = (data: Json) => GatewayEvent | null;

const readers: Readonly<Record<string, Reader>> = {
  'read.updated': (data) => {
    const badge = readBadge(data);
    return badge && { type: 'badges', rooms: [badge], marker: true };
  },
  'unread.updated': (data) => ({ type: 'badges', rooms: readBadges(data['rooms']), marker: false }),
  'room.updated': (data) => ({ type: 'room_renamed', id: text(data['id']), name: text(data['name']), channel: textOrNull(data['irc_channel']) }),
  'member.updated': (data) => ({
    type: 'profile_changed',
    accountId: text(data['account_id']),
    username: text(data['username']),
    values: isObject(data['values']) ? Object.fromEntries(Object.entries(data['values']).map(([key, value]) => [key, textOrNull(value)])) : {},
  }),
  'message.pinned': (data) => ({ type: 'pinned', room: text(data['room_id']), message: text(data['id']), on: true }),
  'message.unpinned': (data) => ({ type: 'pinned', room: text(data['room_id']), message: text(data['id']), on: false }),
};

export function readEvent(name: string, data: unknown): GatewayEvent | null {
  return Object.hasOwn(readers, name) && isObject(data) ? (readers[name]?.(data) ?? null) : null;
}
