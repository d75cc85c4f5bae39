// SPDX-License-Identifier: GPL-2.0-or-later
// How often others are told that one types: `active` once in 3 seconds for each room (the server drops what comes sooner), `done` only to
// those who believe that one still types.

import type { Id, Time } from './model.std';

const interval = 3_000;
const believedFor = 6_000;

export class TypingThrottle {
  private readonly toldAt = new Map<Id, Time>();

  /** True when it is to be sent; then it counts as sent. */
  pass(room: Id, state: 'active' | 'paused' | 'done', now: Time): boolean {
    const told = this.toldAt.get(room);
    if (state === 'active') {
      if (told !== undefined && now - told < interval) return false;
      this.toldAt.set(room, now);
      return true;
    }
    this.toldAt.delete(room);
    return told !== undefined && now - told < believedFor;
  }

  /** A message says by itself that nobody types anymore. */
  sent(room: Id): void {
    this.toldAt.delete(room);
  }
}
