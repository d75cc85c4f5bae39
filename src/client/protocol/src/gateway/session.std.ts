// SPDX-License-Identifier: GPL-2.0-or-later
// The gateway's side of a connection without the connection: which frame means what in which phase, and what a close code asks for.

import { parseFrame, readEvent, readReady, type GatewayEvent } from './frames.std';

export type GatewayPhase = 'closed' | 'greeting' | 'identifying' | 'resuming' | 'live';

/** What to do after the connection is gone: `resume` and `identify` connect again. */
export type AfterClose = 'resume' | 'identify' | 'sign_in' | 'outdated' | 'superseded';

const afterCodes: Readonly<Record<number, AfterClose>> = {
  1001: 'identify',
  1002: 'identify',
  1007: 'identify',
  1009: 'identify',
  4000: 'resume',
  4001: 'identify',
  4002: 'sign_in',
  4003: 'sign_in',
  4004: 'identify',
  4005: 'identify',
  4006: 'identify',
  4007: 'resume',
  4008: 'resume',
  4009: 'resume',
  4010: 'superseded',
  4011: 'identify',
};

interface Output {
  readonly send: readonly string[];
  readonly events: readonly GatewayEvent[];
}

const nothing: Output = { send: [], events: [] };

export class GatewaySession {
  private phase: GatewayPhase = 'closed';
  private session: string | null = null;
  private sequence = 0;
  private unanswered = 0;
  private interval = 30_000;
  /** The token was refused by an `error` frame: the close that follows is final whatever its code. */
  private refused: string | null = null;

  constructor(
    private readonly token: () => string,
    private readonly clientName: string,
  ) {}

  get state(): GatewayPhase {
    return this.phase;
  }

  get heartbeatMs(): number {
    return this.interval;
  }

  get refusal(): string | null {
    return this.refused;
  }

  opened(): void {
    this.phase = 'greeting';
    this.unanswered = 0;
    this.refused = null;
  }

  take(text: string): Output {
    const frame = parseFrame(text);
    if (!frame) return nothing;
    this.unanswered = 0;
    switch (frame.op) {
      case 'hello':
        return this.onHello(frame['heartbeat_ms']);
      case 'ready':
        return this.onReady(frame);
      case 'resumed':
        if (this.phase !== 'resuming') return nothing;
        this.phase = 'live';
        return { send: [], events: [{ type: 'resumed' }] };
      case 'event':
        return this.onEvent(frame);
      case 'error':
        return this.onError(String(frame['code'] ?? ''), String(frame['message'] ?? ''));
      default:
        return nothing;
    }
  }

  private onHello(heartbeat: unknown): Output {
    if (this.phase !== 'greeting') return nothing;
    if (typeof heartbeat === 'number' && heartbeat >= 1000) this.interval = heartbeat;
    if (this.session !== null) {
      this.phase = 'resuming';
      return { send: [JSON.stringify({ op: 'resume', session: this.session, s: this.sequence })], events: [] };
    }
    this.phase = 'identifying';
    return { send: [JSON.stringify({ op: 'identify', token: this.token(), client: this.clientName })], events: [] };
  }

  private onReady(frame: Readonly<Record<string, unknown>>): Output {
    const ready = this.phase === 'identifying' ? readReady(frame) : null;
    if (!ready) return nothing;
    this.phase = 'live';
    this.session = ready.session;
    this.sequence = 0;
    return { send: [], events: [{ type: 'ready', ready }] };
  }

  private onEvent(frame: Readonly<Record<string, unknown>>): Output {
    const number = frame['s'];
    // An event seen before, as after a resume that overlaps, must not count twice.
    if (this.phase !== 'live' || typeof number !== 'number' || number <= this.sequence) return nothing;
    this.sequence = number;
    const event = readEvent(String(frame['t'] ?? ''), frame['d']);
    return event ? { send: [], events: [event] } : nothing;
  }

  private onError(code: string, text: string): Output {
    if (this.phase === 'identifying') this.refused = code;
    if (code === 'resume_failed') this.session = null;
    return { send: [], events: [{ type: 'error', code, text }] };
  }

  /** Null when two went unanswered: the connection is dead, whatever the socket says. */
  heartbeat(): string | null {
    if (this.unanswered >= 2) return null;
    this.unanswered += 1;
    return JSON.stringify(this.phase === 'live' ? { op: 'heartbeat', s: this.sequence } : { op: 'heartbeat' });
  }

  closed(code: number): AfterClose {
    const phase = this.phase;
    this.phase = 'closed';
    let then = afterCodes[code] ?? 'resume';
    if (phase === 'resuming' && code === 4002) then = 'identify';
    if (then !== 'resume') this.session = null;
    if (then === 'resume' && this.session === null) then = 'identify';
    return then;
  }

  /** The next connection begins anew: another account, or a state that can't be trusted. */
  forget(): void {
    this.session = null;
    this.sequence = 0;
  }
}
