// SPDX-License-Identifier: GPL-2.0-or-later
// (state, event) → state. A table from the event's type to what it does; the compiler refuses one that lacks a type.

import { compareIds } from '@alloquy/base/ids.std';
import { foldName } from '@alloquy/base/text.std';
import type { GatewayEvent } from '@alloquy/protocol/gateway/frames.std';
import type { IrcEvent } from '@alloquy/protocol/irc/events.std';
import { initialState, resolveRoomId, roomIdOf, withInternal, without, type CoreState } from './core_state.std';
import type { AppEvent, SharedEvent } from './events.std';
import type { Id, Message, Timeline } from './model.std';
import * as members from './reducers/members.std';
import { incomingMessage, roomOfEvent, timelineAfter } from './reducers/messages.std';
import { profileChange, profileChanges, withPeople, withPerson } from './reducers/people.std';
import { countMessage, mirrorAliases, ordered, updateRoom, withBadges, withConversation, withMarkedUnread, withMarker, withResolved } from './reducers/rooms.std';
import { emptyTimeline, findMessage, isSent, withPage, withWaiting } from './reducers/timeline.std';
import { pruned, typed } from './reducers/typing.std';

type Reducers<Event extends { readonly type: string }> = { readonly [Type in Event['type']]: (state: CoreState, event: Extract<Event, { readonly type: Type }>) => CoreState };

const same = (state: CoreState): CoreState => state;

const ircReducers: Reducers<IrcEvent> = {
  registered: same,
  refused: same,
  message: (state, event) => {
    const message = incomingMessage(state, event);
    if (!message) return state;
    const person = message.author.guest || message.webhook ? state.people : withPerson(state.people, message.author.username, message.author.id === null ? {} : { id: message.author.id });
    return typed(countMessage({ ...state, people: person }, message), message.roomId, message.author.username, 'done', 0);
  },
  reaction: same,
  typing: (state, event) => {
    const name = event.from.account ?? event.from.nick;
    const room = roomIdOf(state, event.target, name);
    return room === null || foldName(name) === foldName(state.me?.username ?? '') ? state : typed(state, room, name, event.state, event.time);
  },
  redacted: same,
  joined: members.joined,
  parted: members.parted,
  kicked: members.kicked,
  quit: members.quit,
  nick_changed: members.nickChanged,
  topic: members.topicChanged,
  renamed: members.channelRenamed,
  modes: members.modesChanged,
  away: members.awayChanged,
  presence: members.presenceChanged,
  members: members.membersKnown,
  read_marker: (state, event) => {
    const room = roomIdOf(state, event.target, event.target);
    const { time } = event;
    if (room === null || time === null) return state;
    const read = state.timelines[room]?.items.findLast((item) => isSent(item) && item.sentAt <= time);
    return read?.kind === 'message' && !state.internal.markedUnread[room] ? withMarker(state, room, read.id) : state;
  },
  profile: (state, event) => {
    if (event.target.startsWith('#')) return state;
    const people = withPerson(state.people, event.target, profileChange(event.target, event.key, event.value));
    return people === state.people ? state : { ...state, people };
  },
  blocked: (state, event) => withBlock(state, event.name, event.on),
  notice: same,
  acknowledged: same,
  failed: same,
  closing: same,
};

const gatewayReducers: Reducers<GatewayEvent> = {
  ready: (state, { ready }) => {
    const { account, server } = ready;
    const me = { id: account.id, username: account.username, displayName: account.displayName, owner: account.owner, staff: account.staff };
    const known = { ...state, me, server: { name: server.name, version: server.version, registration: state.server?.registration ?? 'closed' } };
    return withBadges(known, ready.rooms, true);
  },
  resumed: same,
  badges: (state, { rooms }) => withBadges(state, rooms, false),
  room_renamed: (state, event) => members.renamed(state, event.id, event.name, event.channel),
  profile_changed: (state, event) => {
    const people = withPerson(state.people, event.username, { id: event.accountId, ...profileChanges(event.username, event.values) });
    const name = people[foldName(event.username)]?.displayName;
    const me = state.me && state.me.id === event.accountId && name !== undefined && name !== state.me.displayName ? { ...state.me, displayName: name } : state.me;
    return people === state.people && me === state.me ? state : { ...state, people, me };
  },
  pinned: (state, event) => updateRoom(state, event.room, (room) => {
    const others = room.pinnedIds.filter((id) => id !== event.message);
    return { ...room, pinnedIds: event.on ? [event.message, ...others] : others };
  }),
  error: same,
};

function dispatchTo<Event extends { readonly type: string }>(reducers: Reducers<Event>, state: CoreState, event: Event): CoreState {
  const reducer = reducers[event.type as Event['type']] as (state: CoreState, event: Event) => CoreState;
  return reducer(state, event);
}

function withBlock(state: CoreState, username: string, on: boolean): CoreState {
  const name = foldName(username);
  if (state.blocked.includes(name) === on) return state;
  return { ...state, blocked: on ? [...state.blocked, name] : state.blocked.filter((each) => each !== name) };
}

function withWaitingMessages(state: CoreState, room: Id, change: (messages: readonly Message[]) => readonly Message[]): CoreState {
  const key = resolveRoomId(state, room);
  const messages = change(state.internal.waiting[key] ?? []);
  return withInternal(state, { waiting: messages.length > 0 ? { ...state.internal.waiting, [key]: messages } : without(state.internal.waiting, key) });
}

function withTimeline(state: CoreState, room: Id, change: (timeline: Timeline) => Timeline): CoreState {
  const key = resolveRoomId(state, room);
  const timeline = state.timelines[key] ?? emptyTimeline;
  const next = change(timeline);
  return next === state.timelines[key] ? state : { ...state, timelines: { ...state.timelines, [key]: next } };
}

const reducers: Reducers<AppEvent> = {
  irc: (state, { event }) => dispatchTo(ircReducers, state, event),
  gateway: (state, { event }) => dispatchTo(gatewayReducers, state, event),
  connection: (state, { connection }) => ({ ...state, connection: { ...connection, follower: state.connection.follower } }),
  signed_in: (state, { me }) => ({ ...state, me }),
  signed_out: (state) => ({
    ...initialState(state.preferences), server: state.server, connection: { phase: 'signed_out', retryAt: null, reason: state.connection.reason, follower: state.connection.follower },
  }),
  server_known: (state, { server }) => ({ ...state, server }),
  live_started: (state, { rooms }) => withInternal(state, { live: { ...state.internal.live, ...Object.fromEntries(rooms.map((id) => [resolveRoomId(state, id), true as const])) } }),
  live_stopped: (state) => withInternal(state, { live: {}, stale: Object.fromEntries(Object.keys(state.timelines).map((id) => [id, true as const])) }),
  rooms_known: (state, { badges }) => withBadges(state, badges, false),
  topics_known: (state, { topics }) => Object.entries(topics).reduce((next, [id, topic]) => updateRoom(next, id, (room) => (room.topic === topic ? room : { ...room, topic })), state),
  room_resolved: (state, { from, badge }) => withResolved(state, from, badge),
  conversation_opened: (state, { id, username }) => withConversation(state, id, username),
  queued: (state, { message }) => withWaitingMessages(state, message.roomId, (messages) => (messages.some(({ key }) => key === message.key) ? messages : [...messages, { ...message, roomId: resolveRoomId(state, message.roomId) }])),
  delivery: (state, { room, key, delivery }) => withWaitingMessages(state, room, (messages) => messages.map((message) => (message.key === key ? { ...message, delivery } : message))),
  confirmed: (state, { room, key, id }) => {
    const next = withWaitingMessages(state, room, (messages) => messages.filter((message) => message.key !== key));
    const known = updateRoom(next, room, (each) => (each.lastMessageId !== null && compareIds(each.lastMessageId, id) >= 0 ? each : { ...each, lastMessageId: id }));
    return state.rooms[resolveRoomId(state, room)]?.kind === 'dm' ? ordered(known) : known;
  },
  discarded: (state, { room, key }) => withWaitingMessages(state, room, (messages) => messages.filter((message) => message.key !== key)),
  blocks_known: (state, { usernames }) => ({ ...state, blocked: usernames.map(foldName) }),
  block_changed: (state, { username, on }) => withBlock(state, username, on),
  marked_read: (state, { room, upTo }) => withMarker(state, room, upTo),
  marked_unread: (state, { room, from }) => withMarkedUnread(state, room, from),
  message_changed: (state, { room, message, change }) => {
    if (change.what !== 'hidden') return state;
    const { hidden } = state.internal;
    const shown = findMessage(state.timelines[resolveRoomId(state, room)], message);
    return change.on && shown ? withInternal(state, { hidden: { ...hidden, [message]: shown } }) : state;
  },
  people_known: (state, { people }) => ({ ...state, people: withPeople(state.people, people.flatMap((person) => (person.username === undefined ? [] : [{ ...person, username: person.username }]))) }),
  preferences_changed: (state, { change }) => ({ ...state, preferences: { ...state.preferences, ...change } }),
  draft_changed: (state, { room, draft }) => {
    const key = resolveRoomId(state, room);
    return { ...state, drafts: draft === null ? without(state.drafts, key) : { ...state.drafts, [key]: draft } };
  },
  noticed: (state, { notice }) => ({ ...state, notices: [...state.notices.filter(({ key }) => key !== notice.key), notice].slice(-20) }),
  notice_dismissed: (state, { key }) => {
    const notices = state.notices.filter((notice) => notice.key !== key);
    return notices.length === state.notices.length ? state : { ...state, notices };
  },
  time_passed: (state, { now }) => pruned(state, now),

  cache_loaded: (state, { cached }) => withIndexes({ ...state, ...cached }),
  timeline_cached: (state, { room, timeline }) => {
    if (state.timelines[room]?.items.length) return state;
    const shown = withTimeline(state, room, (known) => withWaiting({ ...timeline, loading: known.loading }, state.internal.waiting[room] ?? []));
    return withInternal(shown, { stale: { ...shown.internal.stale, [room]: true } });
  },
  room_opened: (state, { room }) => withTimeline(state, room, (timeline) => timeline),
  rooms_open: (state, { rooms }) => withInternal(state, { open: rooms.map((id) => resolveRoomId(state, id)) }),
  loading: (state, { room, what }) => withTimeline(state, room, (timeline) => ({ ...timeline, loading: what, error: null })),
  load_failed: (state, { room, code }) => withTimeline(state, room, (timeline) => ({ ...timeline, loading: 'none', error: code })),
  page_loaded: pageLoaded,
  timelines_forgotten: (state, { rooms }) => (rooms.length === 0 ? state : { ...state, timelines: Object.fromEntries(Object.entries(state.timelines).filter(([id]) => !rooms.includes(id))) }),
  search_changed: (state, { change }) => ({ ...state, search: { ...state.search, ...change } }),
  pins_known: (state, { room, ids }) => updateRoom(state, room, (each) => ({ ...each, pinnedIds: ids })),
  snapshot: (state, { shared }) => {
    const { live, waiting, markedUnread, aliases, textOrder, connection, ...visible } = shared;
    const next = { ...state, ...visible, connection: { ...connection, follower: state.connection.follower } };
    return withIndexes(withInternal(next, { live, waiting, markedUnread, aliases, textOrder }));
  },
  follower: (state, { follower }) => (state.connection.follower === follower ? state : { ...state, connection: { ...state.connection, follower } }),
};

function pageLoaded(state: CoreState, { room, how, page, replay, fresh }: Extract<AppEvent, { type: 'page_loaded' }>): CoreState {
  const key = resolveRoomId(state, room);
  const shown = { ...page, messages: page.messages.filter(({ id }) => !state.internal.hidden[id]) };
  const read = withPage(state.timelines[key] ?? emptyTimeline, how, shown);
  // A page further back says nothing about the end.
  const stale = read.atEnd && !fresh ? { ...state.internal.stale, [key]: true as const } : without(state.internal.stale, key);
  const next = how === 'older' ? state : withInternal(state, { stale });
  return withTimeline(next, key, () => withWaiting(replay.reduce((timeline, event) => timelineAfter(next, key, timeline, event), read), next.internal.waiting[key] ?? []));
}

/** The indexes of a state whose rooms came as a whole. */
function withIndexes(state: CoreState): CoreState {
  const rooms = Object.entries(state.rooms).filter(([id, room]) => room.id === id).map(([, room]) => room);
  const byChannel = Object.fromEntries(rooms.flatMap((room) => (room.channel === null ? [] : [[foldName(room.channel), room.id]])));
  const byUsername = Object.fromEntries(rooms.flatMap((room) => (room.username === null ? [] : [[foldName(room.username), room.id]])));
  const textOrder = state.internal.textOrder.length > 0 ? state.internal.textOrder : state.roomOrder.filter((id) => state.rooms[id]?.kind === 'text');
  return withInternal(state, { byChannel, byUsername, textOrder });
}

export function reduce(state: CoreState, event: AppEvent): CoreState {
  let next = dispatchTo(reducers, state, event);
  const room = roomOfEvent(next, event as SharedEvent);
  const timeline = room === null ? undefined : next.timelines[room];
  if (room !== null && timeline) {
    const changed = timelineAfter(next, room, timeline, event as SharedEvent);
    if (changed !== timeline) next = { ...next, timelines: { ...next.timelines, [room]: changed } };
  }
  if (event.type === 'message_changed' && event.change.what === 'hidden' && !event.change.on) {
    next = withInternal(next, { hidden: without(next.internal.hidden, event.message) });
  }
  return next === state ? state : mirrorAliases(next);
}
