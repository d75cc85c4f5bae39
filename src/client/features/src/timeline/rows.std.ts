// SPDX-License-Identifier: GPL-2.0-or-later
// The rows of a timeline: messages in groups, days, where the unread begin, runs of comings and goings in one row.

import { compareIds, isServerId } from '@alloquy/base/ids.std';
import type { Id, Message, RoomEvent, Time, TimelineItem } from '@alloquy/state/model.std';

interface RowBase {
  readonly key: string;
  /** Begins a day: a time of it. */
  readonly day: Time | null;
  /** The first that hasn't been read. */
  readonly unread: boolean;
}

export interface MessageRow extends RowBase {
  readonly type: 'message';
  readonly message: Message;
  /** Follows one of the same author: without name and picture. */
  readonly tail: boolean;
}

/** Neighbouring messages of people one has blocked. */
export interface BlockedRow extends RowBase {
  readonly type: 'blocked';
  readonly messages: readonly Message[];
}

export interface EventsRow extends RowBase {
  readonly type: 'events';
  readonly events: readonly RoomEvent[];
}

export type Row = MessageRow | BlockedRow | EventsRow;

export interface RowOptions {
  /** Everything after this is unread; null for no divider. */
  readonly readId: Id | null;
  readonly me: string | null;
  readonly blocked: readonly string[];
}

const groupSpan = 7 * 60_000;

export function buildRows(items: readonly TimelineItem[], options: RowOptions, before: readonly Row[] = []): Row[] {
  const builder = new RowBuilder(options, before);
  for (const item of items) builder.add(item);
  return builder.finish();
}

class RowBuilder {
  private readonly rows: Row[] = [];
  private readonly known: ReadonlyMap<string, Row>;
  private readonly blocked: ReadonlySet<string>;
  private readonly me: string | null;
  private lastDay = Number.NaN;
  private unreadShown = false;
  private run: { type: 'blocked'; base: RowBase; messages: Message[] } | { type: 'events'; base: RowBase; events: RoomEvent[] } | null = null;

  constructor(
    private readonly options: RowOptions,
    before: readonly Row[],
  ) {
    this.known = new Map(before.map((row) => [row.key, row]));
    this.blocked = new Set(options.blocked.map((name) => name.toLowerCase()));
    this.me = options.me?.toLowerCase() ?? null;
  }

  add(item: TimelineItem): void {
    if (item.kind === 'message' && item.deletedAt !== null) return;
    const time = item.kind === 'message' ? item.sentAt : item.at;
    const midnight = new Date(time).setHours(0, 0, 0, 0);
    const day = midnight === this.lastDay ? null : time;
    this.lastDay = midnight;
    const unread = this.beginsUnread(item);
    if (unread) this.unreadShown = true;
    const base = { key: item.key, day, unread };

    if (item.kind === 'event') this.addEvent(item, base);
    else if (this.blocked.has(item.author.username.toLowerCase()) && item.webhook === null) this.addBlocked(item, base);
    else {
      this.endRun();
      const tail = day === null && !unread && this.continuesGroup(item);
      this.push({ type: 'message', ...base, message: item, tail });
    }
  }

  finish(): Row[] {
    this.endRun();
    return this.rows;
  }

  private beginsUnread(item: TimelineItem): boolean {
    if (this.unreadShown || this.options.readId === null || item.kind !== 'message' || !isServerId(item.id)) return false;
    return item.author.username.toLowerCase() !== this.me && compareIds(item.id, this.options.readId) > 0;
  }

  private addEvent(event: RoomEvent, base: RowBase): void {
    const alone = event.what === 'topic' || event.what === 'rename' || event.what === 'kick';
    if (this.run?.type === 'events' && base.day === null && !alone) {
      this.run.events.push(event);
      return;
    }
    this.endRun();
    this.run = { type: 'events', base, events: [event] };
    if (alone) this.endRun();
  }

  private addBlocked(message: Message, base: RowBase): void {
    if (this.run?.type === 'blocked' && base.day === null && !base.unread) {
      this.run.messages.push(message);
      return;
    }
    this.endRun();
    this.run = { type: 'blocked', base, messages: [message] };
  }

  private endRun(): void {
    const run = this.run;
    this.run = null;
    if (run?.type === 'events') this.push({ type: 'events', ...run.base, events: run.events });
    if (run?.type === 'blocked') this.push({ type: 'blocked', ...run.base, messages: run.messages });
  }

  private continuesGroup(message: Message): boolean {
    const last = this.rows.at(-1);
    if (last?.type !== 'message' || message.replyTo !== null || message.action || last.message.action) return false;
    const previous = last.message;
    return (
      previous.author.username.toLowerCase() === message.author.username.toLowerCase() &&
      previous.author.guest === message.author.guest &&
      previous.webhook?.id === message.webhook?.id &&
      previous.webhook?.name === message.webhook?.name &&
      previous.notice === message.notice &&
      message.sentAt - previous.sentAt < groupSpan &&
      message.sentAt >= previous.sentAt - 5000
    );
  }

  /** The old row where nothing about it changed: what is drawn for it stays. */
  private push(row: Row): void {
    const old = this.known.get(row.key);
    this.rows.push(old && sameRow(old, row) ? old : row);
  }
}

function sameRow(one: Row, other: Row): boolean {
  if (one.type !== other.type || one.day !== other.day || one.unread !== other.unread) return false;
  switch (one.type) {
    case 'message':
      return other.type === 'message' && one.message === other.message && one.tail === other.tail;
    case 'blocked':
      return other.type === 'blocked' && sameItems(one.messages, other.messages);
    case 'events':
      return other.type === 'events' && sameItems(one.events, other.events);
  }
}

function sameItems(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}

/** The row that holds a message; -1 if none does. */
export function rowOfMessage(rows: readonly Row[], id: Id): number {
  return rows.findIndex((row) => (row.type === 'message' ? row.message.id === id : row.type === 'blocked' && row.messages.some((message) => message.id === id)));
}
