// SPDX-License-Identifier: GPL-2.0-or-later
// Sends what is in the outbox when it can be sent, and takes the answers. Everything is on disk before it goes out.

import { foldName } from '@alloquy/base/text.std';
import type { components } from '@alloquy/protocol/api/openapi.std';
import type { IrcEvent } from '@alloquy/protocol/irc/events.std';
import { serialiseLine } from '@alloquy/protocol/irc/line.std';
import { composeText, type Composed, type MessageLimits } from '@alloquy/protocol/irc/outgoing.std';
import { placeholderPrefix, resolveRoomId, type CoreState } from '../core_state.std';
import type { SharedEvent } from '../events.std';
import type { Id, Message } from '../model.std';
import { messageOfApi } from '../wire.std';
import type { Api, Clock, Storage } from './environment.std';
import { lineTime } from './irc_link.std';
import * as outbox from './outbox.std';
import type { Entries, Entry, MessageEntry } from './outbox.std';

export interface OutboxPort {
  getState(): CoreState;
  share(event: SharedEvent): void;
  send(lines: readonly string[]): boolean;
  limits(): MessageLimits;
  /** The room must be joined first. */
  enter(room: Id): void;
  /** The connection doesn't answer. */
  suspect(): void;
  /** An edit, a reaction or a removal was refused: it was shown, and is to be taken back. */
  refused(entry: Entry, code: string): void;
  done(entry: Entry): void;
}

const window = 10;
const echoTime = 20_000;
const pause = 3_000;
/** What was sent just before a connection broke may still be on its way to the disk there. */
const settleTime = 2_500;
const searchPages = 20;

export class OutboxRunner {
  private entries: Entries = [];
  /** What was to be said before it was known what is there already: the tab that led before may have had it. */
  private early: Entry[] | null = [];
  private up = false;
  private pumping = false;
  private lostAt = 0;
  private busyUntil = 0;
  private readonly timers = new Map<string, () => void>();
  private readonly checking = new Set<Id>();
  private readonly paused = new Set<Id>();

  constructor(
    private readonly port: OutboxPort,
    private readonly api: Api,
    private readonly storage: Storage,
    private readonly clock: Clock,
  ) {}

  /** What an earlier run left, and what the tab before us had on its way. */
  async load(): Promise<void> {
    const kept = (await this.storage.all<Entry>('outbox')).filter(isEntry).sort((one, other) => one.createdAt - other.createdAt);
    const known = new Set(this.entries.map((entry) => entry.key));
    const { me } = this.port.getState();
    this.entries = [...outbox.interrupted(kept.filter((entry) => !known.has(entry.key))).map((entry) => this.placed(entry)), ...this.entries];
    this.lostAt = this.clock.now();
    const early = this.early ?? [];
    this.early = null;
    for (const entry of early) this.enqueue(entry);
    for (const entry of this.entries) if (entry.kind === 'message' && me) this.port.share({ type: 'queued', message: outbox.messageOfEntry(entry, me) });
    this.pump();
  }

  /** A conversation that had no room then may have one now, or must be opened again. */
  private placed(entry: Entry): Entry {
    const state = this.port.getState();
    if (!entry.room.startsWith(placeholderPrefix) || state.rooms[entry.room]) return entry;
    const username = entry.room.slice(placeholderPrefix.length);
    const room = state.internal.byUsername[username];
    if (room !== undefined) return { ...entry, room };
    this.port.share({ type: 'conversation_opened', id: entry.room, username });
    return entry;
  }

  enqueue(entry: Entry): void {
    if (this.early) {
      this.early.push(entry);
      return;
    }
    if (this.entries.some((each) => each.key === entry.key)) return;
    const next = outbox.added(this.entries, entry);
    for (const gone of this.entries) if (!next.some((each) => each.key === gone.key)) void this.storage.remove('outbox', gone.key);
    this.entries = next;
    void this.storage.put('outbox', entry.key, entry);
    this.pump();
  }

  retry(key: string): void {
    this.change(outbox.changedEntry(this.entries, key, { state: 'waiting', attempts: 0, code: null }));
    this.pump();
  }

  discard(key: string): void {
    const entry = this.entries.find((each) => each.key === key);
    if (!entry || entry.state === 'sent') return;
    this.finish(key);
    this.port.share({ type: 'discarded', room: entry.room, key });
  }

  started(): void {
    this.up = true;
    this.pump();
  }

  lost(): void {
    if (!this.up) return;
    this.up = false;
    this.busyUntil = 0;
    this.lostAt = this.clock.now();
    for (const cancel of this.timers.values()) cancel();
    this.timers.clear();
    this.paused.clear();
    this.change(outbox.interrupted(this.entries));
  }

  get empty(): boolean {
    return this.entries.every((entry) => entry.state === 'failed');
  }

  take(event: IrcEvent): void {
    if (event.type === 'redacted') {
      // Gone is gone, whoever did it and whether the answer carries the label.
      for (const entry of this.entries) if (entry.kind === 'redaction' && entry.message === event.message) this.wasDone(entry);
      return;
    }
    if (!('label' in event) || event.label === null) return;
    const entry = this.entries.find((each) => each.key === event.label);
    if (!entry) return;
    if (event.type === 'failed') this.wasRefused(entry, event.code);
    else if (entry.kind === 'message') {
      if (event.type === 'message' && event.id !== null) this.wasSaid(entry, event.id, event.time);
    } else this.wasDone(entry);
  }

  joinRefused(room: Id, code: string): void {
    for (const entry of this.entries) if (entry.room === room && entry.state === 'waiting') this.wasRefused(entry, code === 'timeout' ? 'cannot_send' : code);
  }

  /** A room got live, or its real id. */
  pump(): void {
    if (!this.up || this.pumping) return;
    this.pumping = true;
    this.checkUnsure();
    // One at a time, because sending may change what comes next.
    for (let next = this.next(); next && this.transmit(next); next = this.next());
    this.pumping = false;
  }

  private next(): Entry | undefined {
    return outbox.sendable(this.entries, (room) => this.mayGo(room), window)[0];
  }

  private mayGo(id: Id): boolean {
    const state = this.port.getState();
    const room = state.rooms[resolveRoomId(state, id)];
    if (!room || this.paused.has(id)) return false;
    if (room.kind === 'dm' || state.internal.live[room.id]) return true;
    this.port.enter(room.id);
    return false;
  }

  private transmit(entry: Entry): boolean {
    const state = this.port.getState();
    const room = state.rooms[resolveRoomId(state, entry.room)];
    const target = room?.channel ?? room?.username ?? null;
    if (!room || target === null) {
      this.wasRefused(entry, 'no_such_nick');
      return true;
    }
    const composed = linesFor(entry, target, this.port.limits());
    if (!composed.ok) {
      this.wasRefused(entry, composed.code);
      return true;
    }
    const after = room.lastMessageId;
    this.change(outbox.sent(this.entries, entry.key, this.clock.now(), after));
    // A long text is many lines, which the server takes slowly; and it is behind what went before.
    this.busyUntil = Math.max(this.clock.now(), this.busyUntil) + composed.lines.length * lineTime;
    this.timer(entry.key, echoTime + (this.busyUntil - this.clock.now()), () => this.port.suspect());
    if (this.port.send(composed.lines)) return true;
    this.stopTimer(entry.key);
    this.change(outbox.changedEntry(this.entries, entry.key, { state: 'waiting' }));
    return false;
  }

  private wasSaid(entry: MessageEntry, id: Id, sentAt: number): void {
    this.finish(entry.key);
    this.change(outbox.laterThan(this.entries, entry.room, id));
    this.port.share({ type: 'confirmed', room: entry.room, key: entry.key, id, sentAt });
    this.pump();
  }

  private wasDone(entry: Entry): void {
    this.finish(entry.key);
    this.port.done(entry);
    this.pump();
  }

  private wasRefused(entry: Entry, code: string): void {
    this.stopTimer(entry.key);
    const { entries, again } = outbox.refused(this.entries, entry.key, code);
    this.change(entries);
    if (again) {
      // The whole room waits, so that nothing overtakes.
      this.paused.add(entry.room);
      this.timer(entry.key, pause * Math.max(1, entry.attempts), () => {
        this.paused.delete(entry.room);
        this.pump();
      });
    } else if (entry.kind === 'message') {
      const failed = this.entries.find((each) => each.key === entry.key);
      if (failed) this.port.share({ type: 'delivery', room: entry.room, key: entry.key, delivery: outbox.deliveryOf(failed) });
    } else {
      this.finish(entry.key);
      this.port.refused(entry, code);
    }
  }

  private checkUnsure(): void {
    for (const [room, after] of outbox.unsureRooms(this.entries)) {
      if (this.checking.has(room) || !this.mayGo(room)) continue;
      this.checking.add(room);
      void this.check(room, after).finally(() => {
        this.checking.delete(room);
        if (this.up) this.pump();
      });
    }
  }

  /** Looks for what may have been said, in the history after what was known when it was sent. */
  private async check(room: Id, after: Id | null): Promise<void> {
    const early = settleTime - (this.clock.now() - this.lostAt);
    if (early > 0) await new Promise<void>((resolve) => this.clock.after(early, resolve));
    const mine = await this.mineAfter(room, after);
    if (mine === null) {
      await new Promise<void>((resolve) => this.clock.after(pause, resolve));
      return;
    }
    const { entries, found } = outbox.resolved(this.entries, room, mine);
    const before = this.entries;
    this.change(entries);
    for (const { key, message } of found) {
      const entry = before.find((each) => each.key === key);
      this.finish(key);
      if (entry) this.port.share({ type: 'confirmed', room, key, id: message.id, sentAt: message.sentAt });
    }
  }

  private async mineAfter(id: Id, after: Id | null): Promise<readonly Message[] | null> {
    const { me } = this.port.getState();
    if (!me) return null;
    const mine: Message[] = [];
    let from = after;
    for (let page = 0; page < searchPages; page += 1) {
      const room = resolveRoomId(this.port.getState(), id);
      const path = room.startsWith(placeholderPrefix) ? `/dms/${encodeURIComponent(room.slice(placeholderPrefix.length))}` : `/rooms/${room}`;
      const answer = await this.api.call<components['schemas']['MessageList']>('GET', `${path}/messages?limit=100${from === null ? '' : `&after=${from}`}`);
      if (!answer.ok && from !== null && answer.problem.code.endsWith('not_found')) {
        // What was the newest then was removed since: the newest page has to do.
        from = null;
        continue;
      }
      if (!answer.ok) return null;
      const messages = answer.value.items.map((item) => messageOfApi(item, { me, authorOf: () => null }));
      mine.push(...messages.filter(({ author }) => foldName(author.username) === foldName(me.username)));
      if (from === null || answer.value.previous === null) break;
      from = answer.value.previous;
    }
    return mine;
  }

  private change(entries: Entries): void {
    const before = new Map(this.entries.map((entry) => [entry.key, entry]));
    this.entries = entries;
    for (const entry of entries) if (before.get(entry.key) !== entry) void this.storage.put('outbox', entry.key, entry);
  }

  private finish(key: string): void {
    this.stopTimer(key);
    this.entries = outbox.removed(this.entries, key);
    void this.storage.remove('outbox', key);
  }

  private timer(key: string, milliseconds: number, run: () => void): void {
    this.stopTimer(key);
    this.timers.set(key, this.clock.after(milliseconds, () => {
      this.timers.delete(key);
      run();
    }));
  }

  private stopTimer(key: string): void {
    this.timers.get(key)?.();
    this.timers.delete(key);
  }
}

function linesFor(entry: Entry, target: string, limits: MessageLimits): Composed {
  const label = entry.key;
  switch (entry.kind) {
    case 'message':
      return composeText({ target, text: entry.text, notice: entry.notice, action: entry.action, label, tags: { '+reply': entry.replyTo ?? undefined } }, limits);
    case 'edit':
      return composeText({ target, text: entry.text, notice: false, action: entry.action, label, tags: { '+n-3-0.github.io/edit': entry.message } }, limits);
    case 'reaction':
      return { ok: true, lines: [serialiseLine({ tags: { label, '+reply': entry.message, [entry.on ? '+draft/react' : '+draft/unreact']: entry.value }, command: 'TAGMSG', params: [target] })] };
    case 'redaction':
      return { ok: true, lines: [serialiseLine({ tags: { label }, command: 'REDACT', params: [target, entry.message] })] };
  }
}

/** What is on disk may be of another release, or broken. */
function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const entry = value as Record<string, unknown>;
  const texts = ['key', 'room', 'state', 'kind', ...(entry['kind'] === 'message' || entry['kind'] === 'edit' ? ['text'] : ['message'])];
  return texts.every((name) => typeof entry[name] === 'string') && typeof entry['createdAt'] === 'number' && typeof entry['attempts'] === 'number';
}
