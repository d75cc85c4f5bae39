// SPDX-License-Identifier: GPL-2.0-or-later
// What is to be said and done, until the server acknowledged it. Pure: entries in, entries out.
//
// A message whose connection broke before its echo may be said or not: it is `unsure`, and the room's history decides before anything is said
// twice. Edits, reactions and removals can be done twice without harm, so those are simply done again.

import { compareIds, maximumId } from '@alloquy/base/ids.std';
import { cleanText } from '@alloquy/protocol/irc/outgoing.std';
import type { Delivery, Id, Message, Time } from '../model.std';

interface EntryBase {
  readonly key: string;
  readonly room: Id;
  readonly createdAt: Time;
  readonly state: 'waiting' | 'sent' | 'unsure' | 'failed';
  readonly sentAt: Time | null;
  /** The newest message known in the room when it was sent: what is newer may be it. */
  readonly after: Id | null;
  readonly attempts: number;
  readonly code: string | null;
}

export interface MessageEntry extends EntryBase {
  readonly kind: 'message';
  readonly text: string;
  readonly replyTo: Id | null;
  readonly action: boolean;
  readonly notice: boolean;
}

export interface EditEntry extends EntryBase {
  readonly kind: 'edit';
  readonly message: Id;
  readonly text: string;
  readonly before: { readonly text: string; readonly editedAt: Time | null };
  readonly action: boolean;
}

export interface ReactionEntry extends EntryBase {
  readonly kind: 'reaction';
  readonly message: Id;
  readonly value: string;
  readonly on: boolean;
}

export interface RedactionEntry extends EntryBase {
  readonly kind: 'redaction';
  readonly message: Id;
}

export type Entry = MessageEntry | EditEntry | ReactionEntry | RedactionEntry;
export type Entries = readonly Entry[];

export const freshEntry = { state: 'waiting', sentAt: null, after: null, attempts: 0, code: null } as const;

/** How often something that the server couldn't do just now is tried. */
const mostAttempts = 5;

/** Trying again by itself may help: the server is short of something for a moment. */
const passing = new Set(['cannot_store', 'internal_error', 'rate_limited', 'temporarily_unavailable', 'unavailable', 'timeout']);
/** Trying again can't help, not even by hand. */
const final = new Set(['message_too_long', 'message_empty', 'no_such_nick', 'unknown_msgid', 'redact_forbidden', 'not_yours', 'unsupported']);

export function deliveryOf(entry: Entry): Delivery {
  if (entry.state !== 'failed') return { state: 'pending' };
  const code = entry.code ?? 'unknown';
  return { state: 'failed', code, retryable: !final.has(code) };
}

export function messageOfEntry(entry: MessageEntry, me: { readonly id: Id; readonly username: string }): Message {
  return {
    kind: 'message', id: entry.key, key: entry.key, roomId: entry.room, author: { id: me.id, username: me.username, guest: false }, text: entry.text,
    action: entry.action, notice: entry.notice, sentAt: entry.createdAt, editedAt: null, deletedAt: null, unreadable: false, replyTo: entry.replyTo,
    reactions: [], pinned: false, webhook: null, delivery: deliveryOf(entry), mentionsMe: false,
  };
}

/** An edit of an edit that still waits replaces it; a reaction taken back before it was sent is none. */
export function added(entries: Entries, entry: Entry): Entries {
  const rest = entries.filter((each) => {
    if (each.state === 'sent' || each.kind !== entry.kind || each.key === entry.key) return each.key !== entry.key;
    if (each.kind === 'edit' && entry.kind === 'edit') return each.message !== entry.message;
    if (each.kind === 'reaction' && entry.kind === 'reaction') return each.message !== entry.message || each.value !== entry.value;
    return true;
  });
  return [...rest, entry];
}

export function removed(entries: Entries, key: string): Entries {
  return entries.filter((entry) => entry.key !== key);
}

export function changedEntry(entries: Entries, key: string, change: Partial<EntryBase>): Entries {
  return entries.map((entry) => (entry.key === key ? { ...entry, ...change } : entry));
}

/** What can go out now, in order. Nothing overtakes a message of its room of which it isn't known whether it was said. */
export function sendable(entries: Entries, mayGo: (room: Id) => boolean, window: number): Entries {
  const held = new Set<Id>();
  let onTheWay = entries.filter((entry) => entry.state === 'sent').length;
  return entries.filter((entry) => {
    if (entry.state === 'unsure') held.add(entry.room);
    if (entry.state !== 'waiting' || held.has(entry.room) || !mayGo(entry.room) || onTheWay >= window) return false;
    onTheWay += 1;
    return true;
  });
}

export function sent(entries: Entries, key: string, now: Time, after: Id | null): Entries {
  return entries.map((entry) => (entry.key === key ? { ...entry, state: 'sent' as const, sentAt: now, after, attempts: entry.attempts + 1 } : entry));
}

/** One of them was said and has its id; those that went out after it have later ones, because a connection keeps its order. */
export function laterThan(entries: Entries, room: Id, id: Id): Entries {
  return entries.map((entry) => (entry.room === room && entry.state === 'sent' ? { ...entry, after: maximumId(entry.after, id) } : entry));
}

/** The connection is gone, or the program was: what was on its way may have arrived. */
export function interrupted(entries: Entries): Entries {
  return entries.map((entry) => (entry.state === 'sent' ? { ...entry, state: entry.kind === 'message' ? ('unsure' as const) : ('waiting' as const) } : entry));
}

/** The server refused. `again`: by itself, after a pause. */
export function refused(entries: Entries, key: string, code: string): { readonly entries: Entries; readonly again: boolean } {
  const entry = entries.find((each) => each.key === key);
  const again = entry !== undefined && passing.has(code) && entry.attempts < mostAttempts;
  return { entries: changedEntry(entries, key, { state: again ? 'waiting' : 'failed', code }), again };
}

/** Rooms whose history must be asked before anything more goes there, with the id after which to look. */
export function unsureRooms(entries: Entries): ReadonlyMap<Id, Id | null> {
  const rooms = new Map<Id, Id | null>();
  for (const entry of entries) {
    if (entry.state !== 'unsure') continue;
    const known = rooms.get(entry.room);
    rooms.set(entry.room, known === undefined || (known !== null && entry.after !== null && compareIds(entry.after, known) < 0) ? entry.after : known);
  }
  return rooms;
}

export interface Resolution {
  readonly entries: Entries;
  readonly found: readonly { readonly key: string; readonly message: Message }[];
}

/** `mine`: our own messages of the room after the id, oldest first, without those that are known to be something else's. Each is taken once, in order. */
export function resolved(entries: Entries, room: Id, mine: readonly Message[]): Resolution {
  const left = [...mine];
  const found: { key: string; message: Message }[] = [];
  const next = entries.flatMap((entry): Entry[] => {
    if (entry.room !== room || entry.state !== 'unsure' || entry.kind !== 'message') return [entry];
    const at = left.findIndex((message) => isIt(entry, message));
    const message = left[at];
    if (!message) return [{ ...entry, state: 'waiting' }];
    left.splice(0, at + 1);
    found.push({ key: entry.key, message });
    return [];
  });
  return { entries: next, found };
}

function isIt(entry: MessageEntry, message: Message): boolean {
  if (entry.after !== null ? compareIds(message.id, entry.after) <= 0 : message.sentAt < entry.createdAt - 60_000) return false;
  const text = (value: string) => cleanText(entry.action ? value.replaceAll('\n', ' ') : value);
  return message.deletedAt === null && message.notice === entry.notice && message.replyTo === entry.replyTo && text(message.text) === text(entry.text);
}
