// SPDX-License-Identifier: GPL-2.0-or-later
// Questions on IRC whose answer is awaited: each has a label, and whatever comes back with it decides.

import type { IrcEvent } from '@alloquy/protocol/irc/events.std';
import { serialiseLine } from '@alloquy/protocol/irc/line.std';
import type { Problem } from '../model.std';
import type { Clock } from './environment.std';

const answerTime = 15_000;

export function problemOf(code: string, message = ''): Problem {
  return { code, field: null, message, retryAfter: null };
}

interface Open {
  readonly settle: (problem: Problem | null) => void;
  readonly cancel: () => void;
}

export class Requests {
  private readonly open = new Map<string, Open>();
  private count = 0;

  constructor(
    private readonly clock: Clock,
    private readonly send: (lines: readonly string[]) => boolean,
  ) {}

  /** Null when it was done. */
  ask(command: string, params: readonly string[]): Promise<Problem | null> {
    const label = `q${(this.count += 1)}`;
    return new Promise((resolve) => {
      const settle = (problem: Problem | null) => {
        this.open.get(label)?.cancel();
        this.open.delete(label);
        resolve(problem);
      };
      this.open.set(label, { settle, cancel: this.clock.after(answerTime, () => settle(problemOf('timeout'))) });
      if (!this.send([serialiseLine({ tags: { label }, command, params })])) settle(problemOf('network'));
    });
  }

  take(event: IrcEvent): void {
    if (event.type === 'acknowledged') this.open.get(event.label)?.settle(null);
    if (event.type === 'failed' && event.label !== null) this.open.get(event.label)?.settle(problemOf(event.code, event.text));
  }

  lost(): void {
    for (const { settle } of [...this.open.values()]) settle(problemOf('network'));
  }
}
