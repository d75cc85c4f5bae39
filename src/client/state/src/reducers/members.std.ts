// SPDX-License-Identifier: GPL-2.0-or-later
// Who is in a room, and with which rank; who comes and goes is told in the timeline, except ourselves.

import { foldName } from '@alloquy/base/text.std';
import type { IrcEvent, WhoEntry } from '@alloquy/protocol/irc/events.std';
import { withInternal, without, type CoreState } from '../core_state.std';
import type { Id, Member, Room, RoomEvent, Time } from '../model.std';
import { withPeople, withPerson } from './people.std';
import { updateRoom } from './rooms.std';
import { withEvent } from './timeline.std';

const rankOfMode: Readonly<Record<string, string>> = { q: '~', a: '&', o: '@', h: '%', v: '+' };
const rankOrder = '~&@%+';

type Of<Type extends IrcEvent['type']> = Extract<IrcEvent, { type: Type }>;

function roomFor(state: CoreState, channel: string): Room | null {
  const id = state.internal.byChannel[foldName(channel)];
  return id === undefined ? null : (state.rooms[id] ?? null);
}

function isMe(state: CoreState, name: string): boolean {
  return state.me !== null && foldName(name) === foldName(state.me.username);
}

function sameName(one: string, other: string): boolean {
  // Lengths first: this is asked for every member of every room when somebody quits.
  return one === other || (one.length === other.length && foldName(one) === foldName(other));
}

function tell(state: CoreState, room: Id, what: RoomEvent['what'], username: string, text: string, at: Time): CoreState {
  const timeline = state.timelines[room];
  if (!timeline?.atEnd) return state;
  const number = state.internal.eventCount + 1;
  const event: RoomEvent = { kind: 'event', key: `event:${number}`, id: null, roomId: room, what, username, text, at };
  return withInternal({ ...state, timelines: { ...state.timelines, [room]: withEvent(timeline, event) } }, { eventCount: number });
}

function withoutMember(room: Room, nick: string): Room {
  const members = room.members.filter((member) => !sameName(member.username, nick));
  return members.length === room.members.length ? room : { ...room, members };
}

export function joined(state: CoreState, event: Of<'joined'>): CoreState {
  const room = roomFor(state, event.channel);
  if (!room) return state;
  if (isMe(state, event.who.nick)) return updateRoom(state, room.id, (each) => (each.joined ? each : { ...each, joined: true }));
  const known = room.members.some((member) => sameName(member.username, event.who.nick));
  const people = withPerson(state.people, event.who.nick, { online: true });
  if (known) return people === state.people ? state : { ...state, people };
  const next = updateRoom({ ...state, people }, room.id, (each) => ({ ...each, members: [...each.members, { username: event.who.nick, prefixes: '' }] }));
  return tell(next, room.id, 'join', event.who.nick, '', event.time);
}

function leave(state: CoreState, room: Room, nick: string): CoreState {
  if (!isMe(state, nick)) return updateRoom(state, room.id, (each) => withoutMember(each, nick));
  const next = updateRoom(state, room.id, (each) => ({ ...each, joined: false, members: [], typing: {} }));
  return withInternal(next, { live: without(next.internal.live, room.id), stale: { ...next.internal.stale, [room.id]: true } });
}

export function parted(state: CoreState, event: Of<'parted'>): CoreState {
  const room = roomFor(state, event.channel);
  if (!room) return state;
  const next = leave(state, room, event.who.nick);
  return isMe(state, event.who.nick) ? next : tell(next, room.id, 'part', event.who.nick, event.reason, event.time);
}

export function kicked(state: CoreState, event: Of<'kicked'>): CoreState {
  const room = roomFor(state, event.channel);
  return room ? tell(leave(state, room, event.nick), room.id, 'kick', event.nick, event.reason, event.time) : state;
}

export function quit(state: CoreState, event: Of<'quit'>): CoreState {
  if (isMe(state, event.who.nick)) return state;
  let next: CoreState = { ...state, people: withPerson(state.people, event.who.nick, { online: false, away: false }) };
  for (const [id, room] of Object.entries(state.rooms)) {
    if (room.id !== id || !room.members.some((member) => sameName(member.username, event.who.nick))) continue;
    next = tell(updateRoom(next, id, (each) => withoutMember(each, event.who.nick)), id, 'quit', event.who.nick, event.reason, event.time);
  }
  return next;
}

/** Accounts are renamed: members, people and the conversation go by the new name. */
export function nickChanged(state: CoreState, event: Of<'nick_changed'>): CoreState {
  const [from, to] = [foldName(event.who.nick), foldName(event.nick)];
  if (to === '') return state;
  let next = state;
  for (const [id, room] of Object.entries(state.rooms)) {
    const at = room.members.findIndex((member) => foldName(member.username) === from);
    const member = room.members[at];
    if (member && room.id === id) next = updateRoom(next, id, (each) => ({ ...each, members: each.members.with(at, { ...member, username: event.nick }) }));
  }
  const person = next.people[from];
  if (person) {
    const displayName = person.displayName === person.username ? event.nick : person.displayName;
    next = { ...next, people: { ...without(next.people, from), [to]: { ...person, username: event.nick, displayName } } };
  }
  const conversation = next.internal.byUsername[from];
  if (conversation !== undefined) {
    next = updateRoom(next, conversation, (room) => ({ ...room, username: event.nick, name: event.nick }));
    next = withInternal(next, { byUsername: { ...without(next.internal.byUsername, from), [to]: conversation } });
  }
  return next.me && foldName(next.me.username) === from ? { ...next, me: { ...next.me, username: event.nick } } : next;
}

export function membersKnown(state: CoreState, event: Of<'members'>): CoreState {
  const room = roomFor(state, event.channel);
  if (!room) return state;
  const members: Member[] = event.members.map(({ nick, prefixes }) => ({ username: nick, prefixes }));
  const presence = (entry: WhoEntry) => (entry.away === null ? { online: true } : { online: true, away: entry.away });
  const here = new Set(members.map((member) => foldName(member.username)));
  const elsewhere = (name: string) => Object.values(state.rooms).some((other) => other.id !== room.id && other.members.some((member) => sameName(member.username, name)));
  // Who went while nobody told us.
  const gone = room.members.filter(({ username }) => !here.has(foldName(username)) && !elsewhere(foldName(username))).map(({ username }) => ({ username, online: false, away: false }));
  const people = withPeople(withPeople(state.people, gone), event.members.map((entry) => ({ username: entry.nick, ...presence(entry) })));
  return updateRoom({ ...state, people }, room.id, (each) => ({ ...each, members }));
}

export function modesChanged(state: CoreState, event: Of<'modes'>): CoreState {
  const room = roomFor(state, event.channel);
  if (!room) return state;
  const next = updateRoom(state, room.id, (each) => {
    let { members } = each;
    for (const change of event.changes) {
      const rank = rankOfMode[change.mode];
      const at = rank === undefined ? -1 : members.findIndex((member) => sameName(member.username, change.argument ?? ''));
      const member = members[at];
      if (!member || rank === undefined) continue;
      const prefixes = [...rankOrder].filter((each) => (each === rank ? change.on : member.prefixes.includes(each))).join('');
      members = members.with(at, { ...member, prefixes });
    }
    return members === each.members ? each : { ...each, members };
  });
  return tell(next, room.id, 'mode', event.by?.nick ?? '', event.text, event.time);
}

export function topicChanged(state: CoreState, event: Of<'topic'>): CoreState {
  const room = roomFor(state, event.channel);
  if (!room) return state;
  const next = updateRoom(state, room.id, (each) => (each.topic === event.topic ? each : { ...each, topic: event.topic }));
  return event.by ? tell(next, room.id, 'topic', event.by.nick, event.topic, event.time) : next;
}

export function channelRenamed(state: CoreState, event: Of<'renamed'>): CoreState {
  const room = roomFor(state, event.channel);
  if (!room) return state;
  const name = event.name.replace(/^#/, '');
  const next = renamed(state, room.id, name, event.name);
  return tell(next, room.id, 'rename', event.by?.nick ?? '', name, event.time);
}

export function renamed(state: CoreState, id: Id, name: string, channel: string | null): CoreState {
  const room = state.rooms[id];
  if (!room || (room.name === name && room.channel === channel)) return state;
  const byChannel = { ...(room.channel === null ? state.internal.byChannel : without(state.internal.byChannel, foldName(room.channel))) };
  if (channel !== null) byChannel[foldName(channel)] = id;
  return withInternal(updateRoom(state, id, (each) => ({ ...each, name, channel })), { byChannel });
}

export function presenceChanged(state: CoreState, event: Of<'presence'>): CoreState {
  const people = withPeople(state.people, event.nicks.map((username) => ({ username, online: event.online, ...(event.online ? {} : { away: false }) })));
  return people === state.people ? state : { ...state, people };
}

export function awayChanged(state: CoreState, event: Of<'away'>): CoreState {
  const people = withPerson(state.people, event.who.nick, { away: event.away, online: true });
  return people === state.people ? state : { ...state, people };
}
