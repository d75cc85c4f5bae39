// SPDX-License-Identifier: GPL-2.0-or-later
// What shared events do to one room's timeline, and nothing else: used when they happen, and again over a page of history that was read meanwhile.

import { foldName } from '@alloquy/base/text.std';
import type { Actor, IncomingMessage } from '@alloquy/protocol/irc/events.std';
import { resolveRoomId, roomIdOf, type CoreState } from '../core_state.std';
import type { SharedEvent } from '../events.std';
import type { Id, Message, Timeline } from '../model.std';
import { messageOfIrc, type Reading } from '../wire.std';
import { changed, withDeletion, withReaction, withText } from './message_changes.std';
import { findMessage, updateMessage, withConfirmed, withMessage, withWaiting } from './timeline.std';

export function readingOf(state: CoreState, timeline: Timeline | undefined): Reading {
  return { me: state.me, authorOf: (id) => findMessage(timeline, id)?.author.username ?? null };
}

/** The room whose timeline an event is about; null when it is about none. */
export function roomOfEvent(state: CoreState, event: SharedEvent): Id | null {
  switch (event.type) {
    case 'irc':
      return event.event.type === 'message' || event.event.type === 'reaction' || event.event.type === 'redacted'
        ? roomIdOf(state, event.event.target, event.event.from.account ?? event.event.from.nick)
        : null;
    case 'gateway':
      return event.event.type === 'pinned' ? event.event.room : null;
    case 'queued':
      return resolveRoomId(state, event.message.roomId);
    case 'delivery':
    case 'confirmed':
    case 'discarded':
    case 'message_changed':
      return resolveRoomId(state, event.room);
    default:
      return null;
  }
}

export function incomingMessage(state: CoreState, event: IncomingMessage): Message | null {
  if (event.id === null || event.edits !== null) return null;
  const room = roomIdOf(state, event.target, event.from.account ?? event.from.nick);
  if (room === null) return null;
  const account = event.from.account;
  return messageOfIrc(event, event.id, room, account === null ? null : (event.from.accountId ?? accountId(state, account)), readingOf(state, state.timelines[room]));
}

function accountId(state: CoreState, username: string): Id | null {
  const name = foldName(username);
  if (state.me && name === foldName(state.me.username)) return state.me.id;
  return state.people[name]?.id ?? null;
}

/** Somebody whose id isn't known yet still counts once. */
function reactorOf(state: CoreState, from: Actor): Id {
  return from.accountId ?? accountId(state, from.account ?? from.nick) ?? `name:${foldName(from.account ?? from.nick)}`;
}

export function timelineAfter(state: CoreState, room: Id, timeline: Timeline, event: SharedEvent): Timeline {
  switch (event.type) {
    case 'irc':
      return afterIrc(state, timeline, event.event);
    case 'gateway':
      return event.event.type === 'pinned' ? updateMessage(timeline, event.event.message, (message) => changed(message, { what: 'pinned', on: event.event.type === 'pinned' && event.event.on }, null)) : timeline;
    case 'queued':
    case 'delivery':
    case 'discarded':
      return withWaiting(timeline, state.internal.waiting[room] ?? []);
    case 'confirmed': {
      const waiting = timeline.items.find((item) => item.key === event.key);
      if (waiting?.kind !== 'message') return withWaiting(timeline, state.internal.waiting[room] ?? []);
      return withConfirmed(timeline, { ...waiting, id: event.id, sentAt: event.sentAt, delivery: { state: 'sent' } });
    }
    case 'message_changed': {
      const { message, change } = event;
      if (change.what !== 'hidden') return updateMessage(timeline, message, (each) => changed(each, change, state.me?.id ?? null));
      const hidden = state.internal.hidden[message];
      if (!change.on) return hidden ? { ...withMessage({ ...timeline, atEnd: true }, hidden), atEnd: timeline.atEnd } : timeline;
      return { ...timeline, items: timeline.items.filter((item) => item.kind === 'event' || item.id !== message) };
    }
    default:
      return timeline;
  }
}

function afterIrc(state: CoreState, timeline: Timeline, event: Extract<SharedEvent, { type: 'irc' }>['event']): Timeline {
  switch (event.type) {
    case 'message': {
      const { edits } = event;
      if (edits !== null) return updateMessage(timeline, edits, (message) => withText(message, event.text, event.time));
      const message = incomingMessage(state, event);
      return message && !state.internal.stale[message.roomId] ? withMessage(timeline, message) : timeline;
    }
    case 'reaction': {
      const reactor = reactorOf(state, event.from);
      return updateMessage(timeline, event.message, (message) => withReaction(message, event.value, reactor, event.on, reactor === state.me?.id));
    }
    case 'redacted':
      return updateMessage(timeline, event.message, (message) => withDeletion(message, event.time));
    default:
      return timeline;
  }
}
