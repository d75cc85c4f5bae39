// SPDX-License-Identifier: GPL-2.0-or-later
// The gateway over its WebSocket: heartbeats, resuming, and growing pauses between tries.

import { backoffDelay } from '@alloquy/base/backoff.std';
import type { GatewayEvent } from '@alloquy/protocol/gateway/frames.std';
import { GatewaySession } from '@alloquy/protocol/gateway/session.std';
import type { Clock, OpenSocket, Socket } from './environment.std';
import { retryRule } from './irc_link.std';

export interface GatewayLinkHandlers {
  event(event: GatewayEvent): void;
  lost(): void;
  /** The token isn't good; no more tries are made. */
  refused(code: string): void;
}

const greetingTime = 20_000;
const shortTime = 5_000;

export class GatewayLink {
  private readonly session: GatewaySession;
  private token = '';
  private socket: Socket | null = null;
  private running = false;
  private attempt = 0;
  private serial = 0;
  private heard = 0;
  private cancelTimer: (() => void) | null = null;

  constructor(
    private readonly open: OpenSocket,
    private readonly clock: Clock,
    private readonly handlers: GatewayLinkHandlers,
    clientName: string,
  ) {
    this.session = new GatewaySession(() => this.token, clientName);
  }

  get live(): boolean {
    return this.session.state === 'live';
  }

  start(token: string): void {
    this.stop();
    this.token = token;
    this.running = true;
    this.attempt = 0;
    this.connect();
  }

  stop(): void {
    this.running = false;
    this.drop(1000);
    this.session.forget();
    this.token = '';
  }

  retryNow(): void {
    if (this.running && !this.socket) this.connect();
  }

  /** As for IRC, when the page is looked at again. */
  check(): void {
    this.retryNow();
    if (!this.live) return;
    const { serial } = this;
    const heard = this.heard;
    this.beat();
    this.clock.after(shortTime, () => {
      if (this.serial === serial && this.heard === heard) this.closed(1006);
    });
  }

  private connect(): void {
    this.cancelTimer?.();
    this.cancelTimer = null;
    const serial = (this.serial += 1);
    const current = () => this.serial === serial && this.running;
    const socket = this.open('/api/v1/gateway', {
      opened: () => {
        if (current()) this.session.opened();
      },
      received: (text) => {
        if (current()) this.take(text);
      },
      closed: (code) => {
        if (current()) this.closed(code);
      },
    });
    this.socket = socket;
    this.timer(greetingTime, () => this.closed(1006));
  }

  private take(text: string): void {
    this.heard += 1;
    const { send, events } = this.session.take(text);
    for (const frame of send) this.socket?.send(frame);
    for (const event of events) {
      if (event.type === 'ready' || event.type === 'resumed') {
        this.attempt = 0;
        this.timer(this.session.heartbeatMs, () => this.beat());
      }
      this.handlers.event(event);
    }
  }

  private beat(): void {
    const frame = this.session.heartbeat();
    if (frame === null) {
      this.closed(1006);
      return;
    }
    this.socket?.send(frame);
    this.timer(this.session.heartbeatMs, () => this.beat());
  }

  private closed(code: number): void {
    const { refusal } = this.session;
    const then = this.drop(code);
    if (then === 'sign_in') {
      this.running = false;
      this.handlers.refused(refusal ?? (code === 4003 ? 'signed_out_elsewhere' : 'invalid_token'));
      return;
    }
    const delay = backoffDelay(retryRule, this.attempt, this.clock.random());
    this.attempt += 1;
    this.timer(delay, () => this.connect());
    this.handlers.lost();
  }

  private drop(code: number) {
    this.cancelTimer?.();
    this.cancelTimer = null;
    this.serial += 1;
    const then = this.session.closed(code);
    const { socket } = this;
    this.socket = null;
    socket?.close();
    return then;
  }

  private timer(milliseconds: number, run: () => void): void {
    this.cancelTimer?.();
    this.cancelTimer = this.clock.after(milliseconds, run);
  }
}
