// SPDX-License-Identifier: GPL-2.0-or-later
// Holds the state and tells of changes. A flood of events is told of twenty times a second, not five hundred: every telling draws the screen.

import type { CoreState } from './core_state.std';
import type { AppEvent } from './events.std';
import { reduce } from './reduce.std';

export interface StoreClock {
  now(): number;
  after(milliseconds: number, run: () => void): () => void;
}

const quietTime = 50;

export class Store {
  private state: CoreState;
  private readonly listeners = new Set<() => void>();
  private toldAt = -Infinity;
  private telling: (() => void) | null = null;

  constructor(
    initial: CoreState,
    private readonly clock: StoreClock,
  ) {
    this.state = initial;
  }

  readonly getState = (): CoreState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** `soon` events may be told of together; the others at once, because somebody just pressed a key. */
  dispatch(event: AppEvent, soon = false): void {
    const next = reduce(this.state, event);
    if (next === this.state) return;
    this.state = next;
    if (!soon || this.clock.now() - this.toldAt >= quietTime) this.tell();
    else this.telling ??= this.clock.after(quietTime, () => this.tell());
  }

  private tell(): void {
    this.telling?.();
    this.telling = null;
    this.toldAt = this.clock.now();
    for (const listener of [...this.listeners]) listener();
  }
}
