// SPDX-License-Identifier: GPL-2.0-or-later
// IRC over a WebSocket: one connection at a time, kept alive, and made again with growing pauses.

import { backoffDelay } from '@alloquy/base/backoff.std';
import type { IrcEvent } from '@alloquy/protocol/irc/events.std';
import { usualLimits, type MessageLimits } from '@alloquy/protocol/irc/outgoing.std';
import type { Identity } from '@alloquy/protocol/irc/registration.std';
import { IrcSession } from '@alloquy/protocol/irc/session.std';
import type { Clock, OpenSocket, Socket } from './environment.std';

export interface IrcLinkHandlers {
  event(event: IrcEvent): void;
  /** It was up, or was being made, and is gone. `retryAt`: when the next try is. */
  lost(retryAt: number): void;
}

/** The server takes 20 lines at once, then 5 a second; more are delayed. */
export const lineTime = 200;
export const retryRule = { first: 1000, most: 30_000 };
/** Registration is over in well under this, or the server is too busy to be useful. */
const registrationTime = 20_000;
const quietTime = 25_000;
const deadTime = 15_000;
const shortTime = 4_000;

export class IrcLink {
  private session: IrcSession | null = null;
  private socket: Socket | null = null;
  private identity: Identity | null = null;
  private attempt = 0;
  private cancelRetry: (() => void) | null = null;
  private cancelWatch: (() => void) | null = null;
  private heardAt = 0;
  /** When the server will have taken what was sent, as slowly as it takes it. */
  private busyUntil = 0;

  constructor(
    private readonly open: OpenSocket,
    private readonly clock: Clock,
    private readonly handlers: IrcLinkHandlers,
  ) {}

  get registered(): boolean {
    return this.session?.registered ?? false;
  }

  get limits(): MessageLimits {
    return this.session?.registered ? this.session.limits : usualLimits;
  }

  start(identity: Identity): void {
    this.stop();
    this.identity = identity;
    this.attempt = 0;
    this.connect();
  }

  stop(): void {
    this.identity = null;
    this.cancelRetry?.();
    this.cancelRetry = null;
    this.drop();
  }

  /** Now, instead of at the end of the pause. */
  retryNow(): void {
    if (!this.identity || this.socket) return;
    this.attempt = 0;
    this.connect();
  }

  /** Cuts a connection that is thought to be dead, and makes another. */
  restart(): void {
    if (!this.identity || !this.socket) return;
    this.drop();
    this.scheduleRetry();
  }

  /** False when there is no connection; then nothing was sent. */
  send(lines: readonly string[]): boolean {
    if (!this.socket || !this.registered) return false;
    for (const line of lines) this.socket.send(line);
    this.busyUntil = Math.max(this.clock.now(), this.busyUntil) + lines.length * lineTime;
    return true;
  }

  private connect(): void {
    this.cancelRetry?.();
    this.cancelRetry = null;
    const { identity } = this;
    if (!identity) return;
    this.busyUntil = 0;
    const session = new IrcSession(identity);
    this.session = session;
    // A socket that was given up may still speak; only the present one is heard.
    const current = () => this.session === session;
    const socket = this.open('/irc', {
      opened: () => {
        if (current()) for (const line of session.opening()) socket.send(line);
      },
      received: (text) => {
        if (!current()) return;
        this.heardAt = this.clock.now();
        for (const line of text.split('\n')) if (current()) this.take(session, line);
      },
      closed: () => {
        if (current()) this.restart();
      },
    });
    this.socket = socket;
    this.watch(registrationTime, () => this.restart());
  }

  private take(session: IrcSession, line: string): void {
    const taken = session.take(line, this.clock.now());
    for (const answer of taken.send) this.socket?.send(answer);
    for (const event of taken.events) {
      if (event.type === 'registered') {
        this.attempt = 0;
        this.watch(quietTime, () => this.probe());
      }
      if (this.session !== session) return;
      this.handlers.event(event);
    }
  }

  /** The page is looked at again, perhaps after the machine slept: is the connection still there? */
  check(): void {
    if (this.cancelRetry) this.retryNow();
    else if (this.registered && this.clock.now() - this.heardAt > shortTime) this.askWhether(shortTime);
  }

  /** Asks a connection that is silent whether it is there. */
  private probe(): void {
    const silent = this.clock.now() - Math.max(this.heardAt, this.busyUntil);
    if (silent < quietTime) this.watch(quietTime - silent, () => this.probe());
    // Much longer than the timer was set for: the machine slept, and the connection is most likely gone.
    else this.askWhether(silent > quietTime * 2 ? shortTime : deadTime);
  }

  private askWhether(patience: number): void {
    this.socket?.send('PING alive');
    const asked = this.clock.now();
    // The question waits behind what was sent before it.
    this.watch(patience + Math.max(0, this.busyUntil - asked), () => {
      if (this.heardAt >= asked) this.watch(quietTime, () => this.probe());
      else this.restart();
    });
  }

  private watch(milliseconds: number, run: () => void): void {
    this.cancelWatch?.();
    this.cancelWatch = this.clock.after(milliseconds, run);
  }

  private drop(): void {
    this.cancelWatch?.();
    this.cancelWatch = null;
    this.session = null;
    const { socket } = this;
    this.socket = null;
    socket?.close();
  }

  private scheduleRetry(): void {
    const delay = backoffDelay(retryRule, this.attempt, this.clock.random());
    this.attempt += 1;
    this.cancelRetry?.();
    this.cancelRetry = this.clock.after(delay, () => this.connect());
    this.handlers.lost(this.clock.now() + delay);
  }
}
