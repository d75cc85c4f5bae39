// SPDX-License-Identifier: GPL-2.0-or-later
// Lists that the REST API has and that the client asks for now and then.

import type { components } from '@alloquy/protocol/api/openapi.std';
import type { ApiResult } from '@alloquy/protocol/api/problems.std';
import type { Badge } from '@alloquy/protocol/gateway/frames.std';
import { foldName } from '@alloquy/base/text.std';
import type { Id } from '../model.std';
import type { Api } from './environment.std';

type Schemas = components['schemas'];

const mostPages = 25;

/** Null when it can't be had. */
export async function loadBadges(api: Api): Promise<readonly Badge[] | null> {
  const badges: Badge[] = [];
  let after: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const path: string = `/accounts/me/unread?limit=200${after === null ? '' : `&after=${after}`}`;
    const answer: ApiResult<Schemas['BadgeList']> = await api.call<Schemas['BadgeList']>('GET', path);
    if (!answer.ok) return null;
    badges.push(...answer.value.items);
    after = answer.value.next;
    if (after === null) break;
  }
  return badges;
}

export async function loadTopics(api: Api): Promise<Readonly<Record<Id, string>> | null> {
  const answer = await api.call<Schemas['RoomList']>('GET', '/rooms');
  return answer.ok ? Object.fromEntries(answer.value.items.map((room) => [room.id, room.topic])) : null;
}

export async function loadBlocks(api: Api): Promise<readonly string[] | null> {
  const answer = await api.call<Schemas['BlockList']>('GET', '/accounts/me/blocks');
  return answer.ok ? answer.value.items.map((item) => item.username) : null;
}

/** Null: nobody has that name, or it can't be found out. Without a badge: nothing was said yet. */
export async function findConversation(api: Api, username: string, me: string): Promise<{ readonly badge: Badge | null } | null> {
  const answer = await api.call<Schemas['MessageList']>('GET', `/dms/${encodeURIComponent(username)}/messages?limit=1`);
  if (!answer.ok) return null;
  const last = answer.value.items.at(-1);
  if (!last) return { badge: null };
  const unread = foldName(last.author.username) === foldName(me) ? 0 : 1;
  return {
    badge: { id: last.room_id, kind: 'dm', name: '', username, irc_channel: null, last_message_id: last.id, read: { at: null, id: '0' }, unread, more: false, mentions: unread },
  };
}
