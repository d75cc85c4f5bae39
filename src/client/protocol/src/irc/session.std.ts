// SPDX-License-Identifier: GPL-2.0-or-later
// One IRC connection without the connection: text of the socket in, lines to send and events out.

import { Batches, type LabelledLine } from './batches.std';
import type { IrcEvent } from './events.std';
import { readFailure } from './failures.std';
import { interpret } from './interpret.std';
import { readIsupport, usualRules, type ServerRules } from './isupport.std';
import { parseLine, serialiseLine } from './line.std';
import { readMultilineLimits, usualLimits, type MessageLimits } from './outgoing.std';
import { beginRegistration, registerStep, type Identity, type Registration } from './registration.std';
import { Rosters } from './rosters.std';

export interface Taken {
  readonly send: readonly string[];
  readonly events: readonly IrcEvent[];
}

export class IrcSession {
  private registration: Registration;
  private readonly first: readonly string[];
  private readonly batches = new Batches();
  private readonly rosters = new Rosters();
  private rules: ServerRules = usualRules;

  constructor(identity: Identity) {
    const begun = beginRegistration(identity);
    this.registration = begun.next;
    this.first = begun.send;
  }

  /** What to say when the socket opens. */
  opening(): readonly string[] {
    return this.first;
  }

  get registered(): boolean {
    return this.registration.phase === 'registered';
  }

  get nick(): string {
    return this.registration.nick;
  }

  has(capability: string): boolean {
    return this.registration.enabled.includes(capability);
  }

  get limits(): MessageLimits {
    // Without multiline a message is what fits in a line.
    if (!this.has('draft/multiline')) return { maximumBytes: 0, maximumLines: 1 };
    return readMultilineLimits(this.registration.offered['draft/multiline'] ?? '') ?? usualLimits;
  }

  take(text: string, now: number): Taken {
    const line = parseLine(text);
    if (!line) return { send: [], events: [] };
    if (line.command === 'PING') return { send: [serialiseLine({ command: 'PONG', params: [line.params.at(-1) ?? ''] })], events: [] };
    const step = registerStep(this.registration, line);
    if (step) return this.moved(step.next, step.send);
    return { send: [], events: this.batches.take(line).flatMap((labelled) => this.answered(labelled, now)) };
  }

  /** Whatever comes with a label says that the question with that label was dealt with. */
  private answered(labelled: LabelledLine, now: number): IrcEvent[] {
    const events = this.read(labelled, now);
    const { label } = labelled;
    if (label === null || events.some((event) => 'label' in event && event.label === label)) return events;
    return [...events, { type: 'acknowledged', label }];
  }

  private moved(next: Registration, send: readonly string[]): Taken {
    const before = this.registration.phase;
    this.registration = next;
    if (next.phase === before) return { send, events: [] };
    if (next.phase === 'registered') {
      return { send, events: [{ type: 'registered', nick: next.nick, limits: this.limits, capabilities: next.enabled }] };
    }
    if (next.phase === 'refused') {
      return { send, events: [{ type: 'refused', code: next.refusal?.code ?? 'unknown', text: next.refusal?.text ?? '' }] };
    }
    return { send, events: [] };
  }

  private read(labelled: LabelledLine, now: number): IrcEvent[] {
    const { line } = labelled;
    if (line.command === '005') {
      this.rules = readIsupport(this.rules, line.params.slice(1, -1));
      return [];
    }
    if (line.command === 'NICK' && line.source && line.source.nick === this.registration.nick) {
      this.registration = { ...this.registration, nick: line.params[0] ?? this.registration.nick };
    }
    // Replayed history isn't news; the client reads history by the REST API.
    if (labelled.batches.includes('chathistory')) return [];
    const roster = this.rosters.take(line, this.rules);
    if (roster) return [roster];
    const failure = readFailure(labelled);
    if (failure) return [failure];
    return interpret(labelled, { rules: this.rules, now });
  }
}
