// SPDX-License-Identifier: GPL-2.0-or-later
// Being in the rooms: all of them are joined when IRC comes up, except those that were left on purpose. A room is live from its JOIN on.

import { foldName } from '@alloquy/base/text.std';
import type { IrcEvent } from '@alloquy/protocol/irc/events.std';
import { serialiseLine } from '@alloquy/protocol/irc/line.std';
import { whoQuestion } from '@alloquy/protocol/irc/rosters.std';
import type { CoreState } from '../core_state.std';
import type { SharedEvent } from '../events.std';
import type { Id, Problem } from '../model.std';
import { profileKeys } from '../reducers/people.std';
import type { Clock, Storage } from './environment.std';
import { problemOf } from './requests.std';

export interface ChannelsPort {
  getState(): CoreState;
  share(event: SharedEvent): void;
  send(lines: readonly string[]): boolean;
  /** A channel that isn't in the list of rooms was joined, or one was made. */
  findRooms(): Promise<void>;
  /** Joining was refused: what waits for the room can't go there. */
  joinRefused(room: Id, code: string): void;
  /** What waits for rooms can go there now. */
  wentLive(): void;
}

const joinTime = 15_000;
const longestJoin = 400;
/** The server's limit is 500 per connection. */
const mostChannels = 450;
const mostMonitored = 100;
/** Rooms whose members are asked for again after a lost connection. */
const mostAttended = 8;

interface Waiter {
  readonly settle: (problem: Problem | null) => void;
  readonly cancel: () => void;
}

export class Channels {
  /** Left on purpose; folded names. */
  private left = new Set<string>();
  private readonly waiters = new Map<string, Waiter[]>();
  private readonly asked = new Set<string>();
  /** Rooms whose members were asked for on this connection. */
  private readonly attended = new Set<Id>();
  private readonly wanted = new Set<Id>();
  /** Not joined again by ourselves: kicked out, or not let in. */
  private readonly barred = new Set<string>();

  constructor(
    private readonly port: ChannelsPort,
    private readonly storage: Storage,
    private readonly clock: Clock,
  ) {}

  async load(): Promise<void> {
    const left = await this.storage.get<unknown>('state', 'left');
    if (Array.isArray(left)) this.left = new Set(left.filter((each) => typeof each === 'string'));
  }

  /** IRC is registered and the rooms are known. */
  start(): void {
    this.asked.clear();
    this.attended.clear();
    const state = this.port.getState();
    this.port.send([serialiseLine({ command: 'METADATA', params: ['*', 'SUB', ...profileKeys] })]);
    const conversations = Object.values(state.rooms).filter((room) => room.kind === 'dm');
    this.port.share({ type: 'live_started', rooms: conversations.map((room) => room.id) });
    const names = conversations.flatMap((room) => room.username ?? []).slice(0, mostMonitored);
    for (const part of chunks(names)) this.port.send([`MONITOR + ${part}`]);
    this.joinMissing();
  }

  /** Rooms that came to be known since, too. */
  joinMissing(): void {
    const { rooms, roomOrder } = this.port.getState();
    const channels = roomOrder.flatMap((id) => rooms[id]?.channel ?? []).filter((channel) => this.mayJoin(foldName(channel)));
    const asking = channels.slice(0, Math.max(0, mostChannels - this.asked.size));
    for (const channel of asking) this.asked.add(foldName(channel));
    for (const part of chunks(asking)) this.port.send([`JOIN ${part}`]);
  }

  private mayJoin(key: string): boolean {
    return !this.left.has(key) && !this.barred.has(key) && !this.asked.has(key);
  }

  lost(): void {
    this.asked.clear();
    this.attended.clear();
    for (const channel of [...this.waiters.keys()]) this.settle(channel, problemOf('network'));
  }

  join(name: string): Promise<Problem | null> {
    const channel = name.startsWith('#') ? name : `#${name}`;
    const key = foldName(channel);
    if (!/^#[^\s,\0\u0007]{1,63}$/.test(channel)) return Promise.resolve(problemOf('bad_channel_name'));
    this.forgive(key);
    const room = this.roomIdOf(channel);
    if (room !== null && this.port.getState().internal.live[room]) return Promise.resolve(null);
    return new Promise((resolve) => {
      this.asked.add(key);
      const waiter: Waiter = { settle: resolve, cancel: this.clock.after(joinTime, () => this.settle(key, problemOf('timeout'))) };
      this.waiters.set(key, [...(this.waiters.get(key) ?? []), waiter]);
      if (this.port.send([serialiseLine({ command: 'JOIN', params: [channel] })])) return;
      this.asked.delete(key);
      this.settle(key, problemOf('network'));
    });
  }

  leave(room: Id): void {
    const channel = this.port.getState().rooms[room]?.channel;
    if (!channel) return;
    this.left.add(foldName(channel));
    void this.storage.put('state', 'left', [...this.left]);
    this.asked.delete(foldName(channel));
    this.attended.delete(room);
    this.port.send([serialiseLine({ command: 'PART', params: [channel] })]);
  }

  /** Somebody goes to the room on purpose: it is joined, also if it was left before. */
  enter(room: Id): void {
    const state = this.port.getState();
    const channel = state.rooms[room]?.channel;
    if (channel && !state.internal.live[room] && !this.asked.has(foldName(channel))) void this.join(channel);
    this.attend(room);
  }

  /** Somebody looks at the room, in whichever tab: who is in it? */
  attend(room: Id): void {
    this.wanted.delete(room);
    this.wanted.add(room);
    if (this.wanted.size > mostAttended) this.wanted.delete([...this.wanted][0] ?? '');
    const state = this.port.getState();
    const channel = state.rooms[room]?.channel;
    if (!channel || this.attended.has(room) || !state.internal.live[room]) return;
    if (this.port.send([whoQuestion(channel)])) this.attended.add(room);
  }

  watch(username: string): void {
    this.port.send([serialiseLine({ command: 'MONITOR', params: ['+', username] })]);
  }

  take(event: IrcEvent): void {
    switch (event.type) {
      case 'joined':
        if (this.isMe(event.who.nick)) void this.wentIn(event.channel);
        break;
      case 'parted':
        if (this.isMe(event.who.nick)) this.wentOut(event.channel);
        break;
      case 'kicked':
        if (this.isMe(event.nick)) {
          this.barred.add(foldName(event.channel));
          this.wentOut(event.channel);
        }
        break;
      case 'failed':
        this.failed(event.context[0] ?? '', event.code, event.text);
        break;
      default:
    }
  }

  private async wentIn(channel: string): Promise<void> {
    // A room that is being made is known there a moment later than the channel.
    for (const pause of [0, 150, 500, 1500, 4000]) {
      if (this.roomIdOf(channel) !== null) break;
      if (pause > 0) await new Promise<void>((resolve) => this.clock.after(pause, resolve));
      await this.port.findRooms();
    }
    const room = this.roomIdOf(channel);
    if (room !== null) {
      // The JOIN may have been reduced before the room was known.
      this.port.share({ type: 'irc', event: { type: 'joined', who: { nick: this.port.getState().me?.username ?? '', account: null }, channel, time: this.clock.now() } });
      this.port.share({ type: 'live_started', rooms: [room] });
      if (this.wanted.has(room)) this.attend(room);
      this.port.wentLive();
    }
    this.settle(foldName(channel), room === null ? problemOf('not_found') : null);
  }

  private wentOut(channel: string): void {
    this.asked.delete(foldName(channel));
    const room = this.roomIdOf(channel);
    if (room !== null) this.attended.delete(room);
  }

  private failed(channel: string, code: string, text: string): void {
    const key = foldName(channel);
    if (!channel.startsWith('#') || !this.asked.has(key)) return;
    const room = this.roomIdOf(channel);
    if (room !== null && this.port.getState().internal.live[room]) return;
    this.asked.delete(key);
    this.barred.add(key);
    if (room !== null) this.port.joinRefused(room, code);
    this.settle(key, problemOf(code, text));
  }

  private settle(key: string, problem: Problem | null): void {
    const waiters = this.waiters.get(key) ?? [];
    this.waiters.delete(key);
    for (const { settle, cancel } of waiters) {
      cancel();
      settle(problem);
    }
  }

  private forgive(key: string): void {
    this.barred.delete(key);
    if (!this.left.delete(key)) return;
    void this.storage.put('state', 'left', [...this.left]);
  }

  private roomIdOf(channel: string): Id | null {
    return this.port.getState().internal.byChannel[foldName(channel)] ?? null;
  }

  private isMe(nick: string): boolean {
    return foldName(nick) === foldName(this.port.getState().me?.username ?? '');
  }
}

/** Comma-separated, none too long for a line. */
function chunks(names: readonly string[]): string[] {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + name.length < longestJoin) lines[lines.length - 1] = `${last},${name}`;
    else lines.push(name);
  }
  return lines;
}
