// SPDX-License-Identifier: GPL-2.0-or-later
// What a screen reader is told of new messages: each once, and a burst as a number.

import type { Message, Preferences, TimelineItem } from '@alloquy/state/model.std';

export interface Announcement {
  readonly messages: readonly Message[];
  /** The newest key that was looked at. */
  readonly upTo: string | null;
}

/** Messages that came after `upTo`, newest last. Nothing at the first look, nor when another part of the room was loaded. */
export function newMessages(items: readonly TimelineItem[], atEnd: boolean, upTo: string | null, me: string | null, wanted: Preferences['announce'], blocked: readonly string[]): Announcement {
  const last = items.at(-1)?.key ?? null;
  if (upTo === null || !atEnd || last === upTo) return { messages: [], upTo: last };
  const place = items.findLastIndex((item) => item.key === upTo);
  if (place < 0) return { messages: [], upTo: last };
  const hidden = new Set(blocked.map((name) => name.toLowerCase()));
  const messages = items.slice(place + 1).filter((item): item is Message => {
    if (item.kind !== 'message' || item.deletedAt !== null || wanted === 'none') return false;
    const author = item.author.username.toLowerCase();
    return author !== me?.toLowerCase() && !hidden.has(author) && (wanted === 'all' || item.mentionsMe);
  });
  return { messages, upTo: last };
}
