// SPDX-License-Identifier: GPL-2.0-or-later
// The model with what only reducers need beside it.

import { foldName } from '@alloquy/base/text.std';
import type { AppState, Id, Message, Preferences, Room } from './model.std';

export interface Internal {
  /** Rooms whose messages come live: joined channels, and conversations while IRC is up. */
  readonly live: Readonly<Record<Id, true>>;
  /** Messages that aren't acknowledged, by room: they outlive the timeline they are shown in. */
  readonly waiting: Readonly<Record<Id, readonly Message[]>>;
  /** Rooms marked unread by hand: the server's marker only rises, so this stays here. */
  readonly markedUnread: Readonly<Record<Id, true>>;
  /** Timelines that may lack what was said while nothing came live: news isn't added before they are read anew. */
  readonly stale: Readonly<Record<Id, true>>;
  /** Rooms on screen in this tab. */
  readonly open: readonly Id[];
  readonly byChannel: Readonly<Record<string, Id>>;
  readonly byUsername: Readonly<Record<string, Id>>;
  /** Placeholders of conversations that got their real id: screens may still hold the old one. */
  readonly aliases: Readonly<Record<Id, Id>>;
  /** Order of text rooms as the server told it. */
  readonly textOrder: readonly Id[];
  /** Messages hidden until it is sure that they are to be removed. */
  readonly hidden: Readonly<Record<Id, Message>>;
  readonly eventCount: number;
}

export interface CoreState extends AppState {
  readonly internal: Internal;
}

export const defaultPreferences: Preferences = {
  theme: 'system',
  density: 'cozy',
  fontScale: 1,
  clock24: 'auto',
  motion: 'system',
  underlineLinks: false,
  nameColors: true,
  announce: 'all',
  sendTyping: true,
  language: '',
  panes: { rooms: 260, members: 240, membersShown: true },
};

const emptyInternal: Internal = {
  live: {},
  waiting: {},
  markedUnread: {},
  stale: {},
  open: [],
  byChannel: {},
  byUsername: {},
  aliases: {},
  textOrder: [],
  hidden: {},
  eventCount: 0,
};

export function initialState(preferences: Preferences = defaultPreferences): CoreState {
  return {
    server: null,
    connection: { phase: 'starting', retryAt: null, reason: null, follower: false },
    me: null,
    rooms: {},
    roomOrder: [],
    people: {},
    timelines: {},
    drafts: {},
    blocked: [],
    search: { query: '', results: [], next: null, loading: false, error: null },
    preferences,
    notices: [],
    internal: emptyInternal,
  };
}

export const placeholderPrefix = 'dm:';

/** The id a room has now: screens and other tabs may know it by its placeholder. */
export function resolveRoomId(state: CoreState, id: Id): Id {
  return state.internal.aliases[id] ?? id;
}

export function roomOf(state: CoreState, id: Id): Room | undefined {
  return state.rooms[resolveRoomId(state, id)];
}

export function isChannel(target: string): boolean {
  return target.startsWith('#');
}

/** The room that a message to `target` from `sender` belongs to; a conversation is named by the other one. */
export function roomIdOf(state: CoreState, target: string, sender: string): Id | null {
  const key = foldName(target);
  if (isChannel(target)) return state.internal.byChannel[key] ?? null;
  const me = foldName(state.me?.username ?? '');
  const other = key === me ? foldName(sender) : key;
  return state.internal.byUsername[other] ?? null;
}

export function withInternal(state: CoreState, change: Partial<Internal>): CoreState {
  return { ...state, internal: { ...state.internal, ...change } };
}

/** Without the key; the same object when it wasn't there. */
export function without<Value>(record: Readonly<Record<string, Value>>, key: string): Readonly<Record<string, Value>> {
  if (!Object.hasOwn(record, key)) return record;
  const { [key]: _, ...rest } = record;
  return rest;
}
