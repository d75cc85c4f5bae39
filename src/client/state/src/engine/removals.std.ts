// SPDX-License-Identifier: GPL-2.0-or-later
// Deletions that can still be undone: the message is hidden at once, and asked for to be removed when the time is over.

import type { Id } from '../model.std';
import type { Clock } from './environment.std';

export const undoTime = 5_000;

interface Pending {
  readonly room: Id;
  readonly message: Id;
  readonly cancel: () => void;
}

export class Removals {
  private readonly pending = new Map<string, Pending>();

  constructor(
    private readonly clock: Clock,
    private readonly commit: (key: string, room: Id, message: Id) => void,
  ) {}

  /** The key by which it can be undone. */
  add(room: Id, message: Id): string {
    const key = `remove:${message}`;
    if (!this.pending.has(key)) this.pending.set(key, { room, message, cancel: this.clock.after(undoTime, () => this.finish(key)) });
    return key;
  }

  /** Null when it is too late. */
  undo(key: string): { readonly room: Id; readonly message: Id } | null {
    const found = this.pending.get(key) ?? null;
    found?.cancel();
    this.pending.delete(key);
    return found;
  }

  /** The page goes away: nobody can undo anymore. */
  flush(): void {
    for (const key of [...this.pending.keys()]) this.finish(key);
  }

  private finish(key: string): void {
    const found = this.undo(key);
    if (found) this.commit(key, found.room, found.message);
  }
}
