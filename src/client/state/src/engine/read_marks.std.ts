// SPDX-License-Identifier: GPL-2.0-or-later
// Read markers on their way to the server: the last one of each room, not each of them, and again later when the network is away.

import { compareIds, isServerId } from '@alloquy/base/ids.std';
import type { Id } from '../model.std';
import type { Api, Clock } from './environment.std';

const quietTime = 400;
const pause = 5_000;

export class ReadMarks {
  private readonly waiting = new Map<Id, Id>();
  private readonly told = new Map<Id, Id>();
  private cancel: (() => void) | null = null;
  private busy = false;

  constructor(
    private readonly api: Api,
    private readonly clock: Clock,
  ) {}

  mark(room: Id, upTo: Id): void {
    if (!isServerId(room) || !isServerId(upTo)) return;
    const known = this.waiting.get(room) ?? this.told.get(room);
    if (known !== undefined && compareIds(known, upTo) >= 0) return;
    this.waiting.set(room, upTo);
    this.later(quietTime);
  }

  /** Another account. */
  forget(): void {
    this.waiting.clear();
    this.told.clear();
  }

  flush(): void {
    this.cancel?.();
    this.cancel = null;
    void this.send();
  }

  private later(milliseconds: number): void {
    this.cancel ??= this.clock.after(milliseconds, () => {
      this.cancel = null;
      void this.send();
    });
  }

  private async send(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    for (const [room, upTo] of [...this.waiting]) {
      const answer = await this.api.call('PUT', `/rooms/${room}/read`, { message_id: upTo });
      const again = !answer.ok && ['network', 'rate_limited', 'unavailable'].includes(answer.problem.code);
      if (again) continue;
      this.told.set(room, upTo);
      if (this.waiting.get(room) === upTo) this.waiting.delete(room);
    }
    this.busy = false;
    if (this.waiting.size > 0) this.later(pause);
  }
}
