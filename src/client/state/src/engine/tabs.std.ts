// SPDX-License-Identifier: GPL-2.0-or-later
// Several tabs, one connection. The tab that holds the lock leads; the others see its events and ask it to act. When it goes, the next one in line leads.

import type { SharedEvent, SharedState } from '../events.std';
import type { Clock } from './environment.std';

export interface Channel {
  post(message: unknown): void;
  listen(handler: (message: unknown) => void): void;
  close(): void;
}

/** Calls `granted` when this tab leads, at once or much later. `release` gives it up, or leaves the line. */
export type AskToLead = (granted: () => void) => { release(): void };

type Envelope =
  | { readonly type: 'event'; readonly event: SharedEvent }
  | { readonly type: 'hello'; readonly from: string }
  | { readonly type: 'snapshot'; readonly to: string; readonly shared: SharedState }
  | { readonly type: 'leading' }
  | { readonly type: 'command'; readonly from: string; readonly id: number; readonly name: string; readonly args: readonly unknown[] }
  | { readonly type: 'answer'; readonly to: string; readonly id: number; readonly value: unknown };

export interface TabsPort {
  snapshot(): SharedState;
  snapshotArrived(shared: SharedState): void;
  eventArrived(event: SharedEvent): void;
  lead(): void;
  execute(name: string, args: readonly unknown[]): unknown;
}

const answerTime = 20_000;

interface Open {
  readonly message: Envelope;
  readonly settle: (value: unknown) => void;
  readonly cancel: () => void;
}

export class Tabs {
  private leading = false;
  private synchronised = false;
  private count = 0;
  private readonly open = new Map<number, Open>();
  /** Commands done, so that one that is repeated to a new leader by its sender isn't done twice by the same. */
  private readonly done = new Set<string>();
  private readonly ticket: { release(): void };

  constructor(
    private readonly self: string,
    private readonly channel: Channel,
    askToLead: AskToLead,
    private readonly port: TabsPort,
    private readonly clock: Clock,
  ) {
    channel.listen((message) => this.receive(message as Envelope));
    this.post({ type: 'hello', from: self });
    this.ticket = askToLead(() => this.becomeLeader());
  }

  get leads(): boolean {
    return this.leading;
  }

  /** Tells the other tabs; this one has reduced it already. */
  tell(event: SharedEvent): void {
    this.post({ type: 'event', event });
  }

  /** Done by the tab that leads: this one, or another. */
  command(name: string, ...args: readonly unknown[]): Promise<unknown> {
    if (this.leading) return Promise.resolve(this.port.execute(name, args));
    const id = (this.count += 1);
    const message: Envelope = { type: 'command', from: this.self, id, name, args };
    return new Promise((resolve) => {
      const settle = (value: unknown) => {
        this.open.get(id)?.cancel();
        this.open.delete(id);
        resolve(value);
      };
      this.open.set(id, { message, settle, cancel: this.clock.after(answerTime, () => settle(undefined)) });
      this.post(message);
    });
  }

  close(): void {
    this.ticket.release();
    this.leading = false;
    this.channel.close();
  }

  private becomeLeader(): void {
    if (this.leading) return;
    this.leading = true;
    this.post({ type: 'leading' });
    this.port.lead();
    const asked = [...this.open.values()];
    for (const { message, settle } of asked) {
      if (message.type === 'command') void Promise.resolve(this.port.execute(message.name, message.args)).then(settle);
    }
  }

  private receive(message: Envelope): void {
    switch (message.type) {
      case 'event':
        // Before the first snapshot there is nothing that an event could change.
        if (this.leading || this.synchronised) this.port.eventArrived(message.event);
        break;
      case 'hello':
        if (this.leading) this.post({ type: 'snapshot', to: message.from, shared: this.port.snapshot() });
        break;
      case 'snapshot':
        if (message.to !== this.self || this.leading) break;
        this.synchronised = true;
        this.port.snapshotArrived(message.shared);
        break;
      case 'leading':
        if (this.leading) break;
        if (!this.synchronised) this.post({ type: 'hello', from: this.self });
        for (const { message: command } of this.open.values()) this.post(command);
        break;
      case 'command':
        if (this.leading) this.answer(message);
        break;
      case 'answer':
        if (message.to === this.self) this.open.get(message.id)?.settle(message.value);
        break;
    }
  }

  private answer({ from, id, name, args }: Extract<Envelope, { type: 'command' }>): void {
    const key = `${from} ${id}`;
    if (this.done.has(key)) return;
    this.done.add(key);
    void Promise.resolve(this.port.execute(name, args)).then((value) => this.post({ type: 'answer', to: from, id, value }));
  }

  private post(message: Envelope): void {
    this.channel.post(message);
  }
}
