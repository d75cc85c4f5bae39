// SPDX-License-Identifier: GPL-2.0-or-later
// A timeline is one run of a room's messages without a hole: pages of history and live messages are stitched by id, and what can't be joined
// without a hole replaces it. Room events (joins and the like) lie between the messages by their time; what waits to be sent is at the end.

import { compareIds, isServerId } from '@alloquy/base/ids.std';
import type { Page } from '../events.std';
import type { Id, Message, RoomEvent, Timeline, TimelineItem } from '../model.std';

export const maximumItems = 2000;

export const emptyTimeline: Timeline = { items: [], atStart: false, atEnd: false, loading: 'none', error: null };

export function isSent(item: TimelineItem): item is Message {
  return item.kind === 'message' && isServerId(item.id);
}

export function firstId(timeline: Timeline): Id | null {
  return timeline.items.find(isSent)?.id ?? null;
}

export function lastId(timeline: Timeline): Id | null {
  return timeline.items.findLast(isSent)?.id ?? null;
}

export function findMessage(timeline: Timeline | undefined, id: Id): Message | null {
  const found = timeline?.items.find((item) => item.kind === 'message' && item.id === id);
  return found?.kind === 'message' ? found : null;
}

/** The page's word counts, being newer; the row's key stays, and what was deleted stays deleted. */
function merged(known: Message | undefined, read: Message): Message {
  if (!known) return read;
  if (known.deletedAt !== null && read.deletedAt === null) return known;
  return { ...read, key: known.key };
}

/** Both sorted by id; where both have a message, `page` wins. */
function union(existing: readonly Message[], page: readonly Message[]): Message[] {
  const known = new Map(existing.map((message) => [message.id, message]));
  const result: Message[] = [];
  let at = 0;
  for (const read of page) {
    for (let next = existing[at]; next && compareIds(next.id, read.id) < 0; next = existing[at]) {
      result.push(next);
      at += 1;
    }
    if (existing[at]?.id === read.id) at += 1;
    result.push(merged(known.get(read.id), read));
  }
  return result.concat(existing.slice(at));
}

/** Events go after the last message that isn't later than they are. */
function interleave(messages: readonly Message[], events: readonly RoomEvent[]): TimelineItem[] {
  if (events.length === 0) return [...messages];
  const items: TimelineItem[] = [];
  let at = 0;
  for (const message of messages) {
    for (let event = events[at]; event && event.at < message.sentAt; event = events[at]) {
      items.push(event);
      at += 1;
    }
    items.push(message);
  }
  return items.concat(events.slice(at));
}

interface Parts {
  readonly messages: readonly Message[];
  readonly events: readonly RoomEvent[];
}

function partsOf(timeline: Timeline): Parts {
  const messages: Message[] = [];
  const events: RoomEvent[] = [];
  for (const item of timeline.items) {
    if (item.kind === 'event') events.push(item);
    else if (isServerId(item.id)) messages.push(item);
  }
  return { messages, events };
}

function sorted(page: Page): readonly Message[] {
  const messages = [...page.messages].sort((one, other) => compareIds(one.id, other.id));
  return messages.filter((message, index) => message.id !== messages[index - 1]?.id);
}

/** Cuts to the most that is kept, on the side away from where was read. */
function limited(timeline: Timeline, keep: 'oldest' | 'newest'): Timeline {
  if (timeline.items.length <= maximumItems) return timeline;
  return keep === 'newest'
    ? { ...timeline, items: timeline.items.slice(-maximumItems), atStart: false }
    : { ...timeline, items: timeline.items.slice(0, maximumItems), atEnd: false };
}

export type PageKind = 'latest' | 'older' | 'newer' | 'around';

/** True when the newest page and what is here are one run without a hole. */
export function joinsLatest(timeline: Timeline, page: Page): boolean {
  const last = lastId(timeline);
  const first = sorted(page)[0]?.id ?? null;
  if (last === null) return false;
  return !page.older || (first !== null && compareIds(last, first) >= 0);
}

/** `page` must be what the room has before the first, or after the last, message here ('older', 'newer'). */
export function withPage(timeline: Timeline, how: PageKind, page: Page): Timeline {
  const read = sorted(page);
  const { messages, events } = partsOf(timeline);
  const done = { loading: 'none', error: null } as const;
  switch (how) {
    case 'older':
      return limited({ ...timeline, ...done, items: interleave(union(messages, read), events), atStart: !page.older }, 'oldest');
    case 'newer':
      return limited({ ...timeline, ...done, items: interleave(union(messages, read), events), atEnd: !page.newer }, 'newest');
    case 'around':
      return { ...done, items: interleave(read, []), atStart: !page.older, atEnd: !page.newer };
    case 'latest': {
      if (!joinsLatest(timeline, page)) return { ...done, items: interleave(read, []), atStart: !page.older, atEnd: true };
      const first = read[0]?.id ?? null;
      const last = read.at(-1)?.id ?? null;
      const had = new Set(read.map((message) => message.id));
      // What the page covers and doesn't have is gone.
      const stillThere = messages.filter(
        ({ id }) => had.has(id) || (first !== null && compareIds(id, first) < 0 && page.older) || last === null || compareIds(id, last) > 0,
      );
      return limited({ ...timeline, ...done, items: interleave(union(stillThere, read), events), atStart: page.older ? timeline.atStart : true, atEnd: true }, 'newest');
    }
  }
}

/** A live message, at its place. One that is here already changes nothing. */
export function withMessage(timeline: Timeline, message: Message): Timeline {
  if (!timeline.atEnd) return timeline;
  const { items } = timeline;
  if (items.some((item) => item.kind === 'message' && item.id === message.id)) return timeline;
  let at = items.length;
  while (at > 0 && comesAfter(items[at - 1], message)) at -= 1;
  return limited({ ...timeline, items: [...items.slice(0, at), message, ...items.slice(at)] }, 'newest');
}

function comesAfter(item: TimelineItem | undefined, message: Message): boolean {
  if (!item) return false;
  return item.kind === 'message' ? compareIds(item.id, message.id) > 0 : item.at > message.sentAt;
}

export function withEvent(timeline: Timeline, event: RoomEvent): Timeline {
  if (!timeline.atEnd) return timeline;
  const { items } = timeline;
  let at = items.length;
  for (let item = items[at - 1]; item?.kind === 'message' && !isServerId(item.id); item = items[at - 1]) at -= 1;
  return limited({ ...timeline, items: [...items.slice(0, at), event, ...items.slice(at)] }, 'newest');
}

/** The messages that wait, and only those, at the end of a timeline that has the end. */
export function withWaiting(timeline: Timeline, waiting: readonly Message[]): Timeline {
  const hasOld = timeline.items.some((item) => item.kind === 'message' && !isServerId(item.id));
  if (!hasOld && (waiting.length === 0 || !timeline.atEnd)) return timeline;
  const kept = timeline.items.filter((item) => item.kind === 'event' || isServerId(item.id));
  return { ...timeline, items: timeline.atEnd ? kept.concat(waiting) : kept };
}

/** The message that waited is said: it keeps its row and moves to where its id belongs. */
export function withConfirmed(timeline: Timeline, confirmed: Message): Timeline {
  const here = findMessage(timeline, confirmed.id);
  const items = timeline.items.filter((item) => item.key !== confirmed.key && item.key !== here?.key);
  if (items.length === timeline.items.length && !timeline.atEnd) return timeline;
  if (!timeline.atEnd && !here) return { ...timeline, items };
  const message = here ? { ...here, key: confirmed.key } : confirmed;
  let at = items.length;
  while (at > 0 && comesAfter(items[at - 1], message)) at -= 1;
  return { ...timeline, items: [...items.slice(0, at), message, ...items.slice(at)] };
}

export function updateMessage(timeline: Timeline, id: Id, change: (message: Message) => Message): Timeline {
  const at = timeline.items.findLastIndex((item) => item.kind === 'message' && item.id === id);
  const found = timeline.items[at];
  if (found?.kind !== 'message') return timeline;
  const changed = change(found);
  return changed === found ? timeline : { ...timeline, items: timeline.items.with(at, changed) };
}

export function withoutItem(timeline: Timeline, key: string): Timeline {
  const items = timeline.items.filter((item) => item.key !== key);
  return items.length === timeline.items.length ? timeline : { ...timeline, items };
}
