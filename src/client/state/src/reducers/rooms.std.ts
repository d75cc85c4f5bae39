// SPDX-License-Identifier: GPL-2.0-or-later
// The list of rooms: what is in it, in which order, and what isn't read.

import { compareIds, maximumId } from '@alloquy/base/ids.std';
import { foldName } from '@alloquy/base/text.std';
import type { Badge } from '@alloquy/protocol/gateway/frames.std';
import { placeholderPrefix, resolveRoomId, withInternal, without, type CoreState } from '../core_state.std';
import type { Id, Message, Room } from '../model.std';
import { isSent } from './timeline.std';

function roomOfBadge(badge: Badge, known: Room | undefined): Room {
  return {
    id: badge.id,
    kind: badge.kind,
    name: badge.kind === 'dm' ? (badge.username ?? badge.name) : badge.name,
    channel: badge.irc_channel,
    username: badge.username,
    topic: known?.topic ?? '',
    joined: known?.joined ?? badge.kind === 'dm',
    lastMessageId: maximumId(known?.lastMessageId ?? null, badge.last_message_id),
    readId: badge.read.id === '0' ? (known?.readId ?? null) : badge.read.id,
    unread: badge.unread,
    unreadMore: badge.more,
    mentions: badge.mentions,
    members: known?.members ?? [],
    pinnedIds: known?.pinnedIds ?? [],
    typing: known?.typing ?? {},
  };
}

/** The server's numbers count, unless we have read further and it doesn't know yet, or somebody marked the room unread here. */
function merge(state: CoreState, badge: Badge): Room {
  const known = state.rooms[badge.id];
  const room = roomOfBadge(badge, known);
  if (!known) return room;
  if (state.internal.markedUnread[badge.id]) {
    return { ...room, readId: known.readId, unread: Math.max(known.unread, badge.unread), mentions: Math.max(known.mentions, badge.mentions) };
  }
  const ours = { unread: known.unread, unreadMore: known.unreadMore, mentions: known.mentions };
  if (known.readId !== null && compareIds(known.readId, badge.read.id) > 0) return { ...room, readId: known.readId, ...ours };
  // Counted before the newest messages that came here: those were counted here, and the next numbers will have them.
  const older = known.lastMessageId !== null && (badge.last_message_id === null || compareIds(badge.last_message_id, known.lastMessageId) < 0);
  return older && badge.read.id === (known.readId ?? '0') ? { ...room, ...ours } : room;
}

/** A conversation that was opened here before it existed there. */
function withoutPlaceholder(state: CoreState, badge: Badge): CoreState {
  const known = badge.username === null ? undefined : state.internal.byUsername[foldName(badge.username)];
  return known?.startsWith(placeholderPrefix) && state.rooms[known] && !state.internal.aliases[known] ? withResolved(state, known, badge) : state;
}

/** `complete`: all text rooms are among them, in their order, as `ready` has them. */
export function withBadges(before: CoreState, badges: readonly Badge[], complete: boolean): CoreState {
  const state = badges.reduce(withoutPlaceholder, before);
  const rooms: Record<Id, Room> = { ...state.rooms };
  const byChannel = { ...state.internal.byChannel };
  const byUsername = { ...state.internal.byUsername };
  const textOrder = complete ? [] : [...state.internal.textOrder];
  for (const badge of badges) {
    const known = rooms[badge.id];
    if (known?.channel && byChannel[foldName(known.channel)] === badge.id) delete byChannel[foldName(known.channel)];
    rooms[badge.id] = merge(state, badge);
    if (badge.irc_channel !== null) byChannel[foldName(badge.irc_channel)] = badge.id;
    if (badge.username !== null) byUsername[foldName(badge.username)] = badge.id;
    if (badge.kind === 'text' && !textOrder.includes(badge.id)) textOrder.push(badge.id);
  }
  if (complete) {
    const listed = new Set(badges.map((badge) => badge.id));
    for (const room of Object.values(rooms)) if (room.kind === 'text' && !listed.has(room.id)) delete rooms[room.id];
  }
  return ordered(withInternal({ ...state, rooms }, { byChannel, byUsername, textOrder }));
}

/** Text rooms in the server's order, then conversations, the one with the newest message first. */
export function ordered(state: CoreState): CoreState {
  const text = state.internal.textOrder.filter((id) => state.rooms[id]);
  const conversations = Object.entries(state.rooms)
    .filter(([id, room]) => room.kind === 'dm' && room.id === id)
    .map(([, room]) => room)
    .sort((one, other) => newestFirst(one, other))
    .map((room) => room.id);
  const roomOrder = [...text, ...conversations];
  const same = roomOrder.length === state.roomOrder.length && roomOrder.every((id, index) => id === state.roomOrder[index]);
  return same ? state : { ...state, roomOrder };
}

/** One that was opened and is still empty stands first: somebody is about to write in it. */
function newestFirst(one: Room, other: Room): number {
  if (one.lastMessageId === null || other.lastMessageId === null) return Number(other.lastMessageId === null) - Number(one.lastMessageId === null);
  return compareIds(other.lastMessageId, one.lastMessageId);
}

export function updateRoom(state: CoreState, id: Id, change: (room: Room) => Room): CoreState {
  const key = resolveRoomId(state, id);
  const room = state.rooms[key];
  if (!room) return state;
  const next = change(room);
  return next === room ? state : { ...state, rooms: { ...state.rooms, [key]: next } };
}

/** A message was said, live. */
export function countMessage(state: CoreState, message: Message): CoreState {
  const next = updateRoom(state, message.roomId, (room) => {
    const lastMessageId = maximumId(room.lastMessageId, message.id);
    const mine = foldName(message.author.username) === foldName(state.me?.username ?? '');
    const seen = room.readId !== null && compareIds(message.id, room.readId) <= 0;
    const again = room.lastMessageId !== null && compareIds(message.id, room.lastMessageId) <= 0;
    if (mine || seen || again) return { ...room, lastMessageId };
    const mentions = room.mentions + (message.mentionsMe || room.kind === 'dm' ? 1 : 0);
    return { ...room, lastMessageId, unread: Math.min(1000, room.unread + 1), unreadMore: room.unreadMore || room.unread >= 1000, mentions };
  });
  return state.rooms[message.roomId]?.kind === 'dm' ? ordered(next) : next;
}

/** The marker goes up to `upTo`; what is above it is counted in what is here. */
export function withMarker(state: CoreState, id: Id, upTo: Id): CoreState {
  const key = resolveRoomId(state, id);
  const next = updateRoom(state, key, (room) => {
    const manual = state.internal.markedUnread[key] === true;
    if (!manual && room.readId !== null && compareIds(room.readId, upTo) >= 0 && room.unread === 0) return room;
    const readId = manual ? upTo : maximumId(room.readId, upTo);
    if (room.lastMessageId === null || compareIds(room.lastMessageId, readId) <= 0) return { ...room, readId, unread: 0, unreadMore: false, mentions: 0 };
    return { ...room, readId, ...countAbove(state, room, readId) };
  });
  return next.internal.markedUnread[key] ? withInternal(next, { markedUnread: without(next.internal.markedUnread, key) }) : next;
}

function countAbove(state: CoreState, room: Room, readId: Id): Partial<Room> {
  const timeline = state.timelines[room.id];
  if (!timeline?.atEnd) return {};
  const me = foldName(state.me?.username ?? '');
  const above = timeline.items.filter(isSent).filter((item) => compareIds(item.id, readId) > 0 && item.deletedAt === null && foldName(item.author.username) !== me);
  const mentions = room.kind === 'dm' ? above.length : above.filter((item) => item.mentionsMe).length;
  return { unread: Math.min(1000, above.length), unreadMore: above.length > 1000, mentions };
}

export function withMarkedUnread(state: CoreState, id: Id, from: Id): CoreState {
  const key = resolveRoomId(state, id);
  const readId = (BigInt(from) - 1n).toString();
  const next = updateRoom(state, key, (room) => {
    const counted = countAbove(state, room, readId);
    return { ...room, readId, ...counted, unread: Math.max(1, counted.unread ?? room.unread) };
  });
  return withInternal(next, { markedUnread: { ...next.internal.markedUnread, [key]: true } });
}

export function withConversation(state: CoreState, id: Id, username: string): CoreState {
  const name = foldName(username);
  if (state.internal.byUsername[name] || !id.startsWith(placeholderPrefix)) return state;
  const person = state.people[name]?.username ?? username;
  const room: Room = {
    id, kind: 'dm', name: person, channel: null, username: person, topic: '', joined: true, lastMessageId: null, readId: null,
    unread: 0, unreadMore: false, mentions: 0, members: [], pinnedIds: [], typing: {},
  };
  return ordered(withInternal({ ...state, rooms: { ...state.rooms, [id]: room } }, { byUsername: { ...state.internal.byUsername, [name]: id }, live: { ...state.internal.live, [id]: true } }));
}

/** A conversation that existed only here got its room: everything under the placeholder moves, and the placeholder stays a second name. */
export function withResolved(state: CoreState, from: Id, badge: Badge): CoreState {
  if (from === badge.id || !state.rooms[from] || state.internal.aliases[from]) return withBadges(state, [badge], false);
  const moved = <Value>(record: Readonly<Record<Id, Value>>): Readonly<Record<Id, Value>> => {
    const value = record[from];
    return value === undefined ? record : { ...without(record, from), [badge.id]: record[badge.id] ?? value };
  };
  const { internal } = state;
  const waiting = moved(internal.waiting);
  const renamed = waiting[badge.id]?.map((message) => ({ ...message, roomId: badge.id }));
  const timelines = moved(state.timelines);
  const timeline = timelines[badge.id];
  const next = withInternal(
    {
      ...state,
      rooms: without(state.rooms, from),
      drafts: moved(state.drafts),
      timelines: timeline ? { ...timelines, [badge.id]: { ...timeline, items: timeline.items.map((item) => ({ ...item, roomId: badge.id })) } } : timelines,
    },
    {
      waiting: renamed ? { ...waiting, [badge.id]: renamed } : waiting,
      live: { ...moved(internal.live), [badge.id]: true },
      aliases: { ...internal.aliases, [from]: badge.id },
      open: internal.open.map((id) => (id === from ? badge.id : id)),
    },
  );
  return withBadges(next, [badge], false);
}

/** Both names of such a conversation show the same. */
export function mirrorAliases(state: CoreState): CoreState {
  let next = state;
  for (const [from, to] of Object.entries(state.internal.aliases)) {
    const [room, timeline, draft] = [next.rooms[to], next.timelines[to], next.drafts[to]];
    if (room && next.rooms[from] !== room) next = { ...next, rooms: { ...next.rooms, [from]: room } };
    if (timeline && next.timelines[from] !== timeline) next = { ...next, timelines: { ...next.timelines, [from]: timeline } };
    if (draft && next.drafts[from] !== draft) next = { ...next, drafts: { ...next.drafts, [from]: draft } };
    if (!draft && next.drafts[from]) next = { ...next, drafts: without(next.drafts, from) };
    if (!timeline && next.timelines[from]) next = { ...next, timelines: without(next.timelines, from) };
  }
  return next;
}
