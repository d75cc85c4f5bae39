// SPDX-License-Identifier: GPL-2.0-or-later
// For tests: a server with one room, whose answers come late and whose news can be cut off.

import type { components } from '@alloquy/protocol/api/openapi.std';
import type { ApiResult } from '@alloquy/protocol/api/problems.std';
import { networkProblem } from '@alloquy/protocol/api/problems.std';
import type { IrcEvent } from '@alloquy/protocol/irc/events.std';
import type { Api } from '../engine/environment.std';

export type WireMessage = components['schemas']['Message'];

export const roomId = '5';
export const channel = '#general';

export function wireMessage(id: number, text: string, username = 'bob'): WireMessage {
  return {
    id: String(id), room_id: roomId, author: { id: username === 'ann' ? '1' : '2', username }, text, notice: false,
    sent_at: new Date(1_700_000_000_000 + id).toISOString(), edited_at: null, deleted_at: null, unreadable: false, reply_to: null,
    reactions: [], pinned: false, attachments: [], webhook: null,
  };
}

interface Waiting {
  readonly answer: () => void;
}

export class FakeRoom {
  messages: WireMessage[] = [];
  connected = true;
  failing = false;
  private readonly waiting: Waiting[] = [];
  private clock = 0;

  constructor(private readonly tell: (event: IrcEvent) => void) {}

  say(text: string, username = 'bob', label: string | null = null): WireMessage {
    const message = wireMessage((Number(this.messages.at(-1)?.id ?? 0) || 100) + 1 + (this.clock++ % 3), text, username);
    this.messages.push(message);
    this.emit({
      type: 'message', id: message.id, time: Date.parse(message.sent_at), from: { nick: username, account: username }, target: channel, text,
      action: false, notice: false, replyTo: null, edits: null, webhook: null, label,
    });
    return message;
  }

  edit(message: WireMessage, text: string): void {
    const at = 1_700_000_000_000 + Number(message.id) + 1 + this.clock++;
    Object.assign(message, { text, edited_at: new Date(at).toISOString() });
    this.emit({
      type: 'message', id: null, time: at, from: { nick: 'bob', account: 'bob' }, target: channel, text, action: false, notice: false, replyTo: null,
      edits: message.id, webhook: null, label: null,
    });
  }

  remove(message: WireMessage): void {
    Object.assign(message, { text: '', deleted_at: new Date(1_700_000_000_000 + 900_000_000).toISOString(), reactions: [] });
    this.emit({ type: 'redacted', from: { nick: 'bob', account: 'bob' }, target: channel, message: message.id, time: 1_700_900_000_000, label: null });
  }

  react(message: WireMessage, on: boolean): void {
    if (message.deleted_at !== null) return;
    message.reactions = on ? [{ value: '👍', count: 1, account_ids: ['2'] }] : [];
    this.emit({ type: 'reaction', from: { nick: 'bob', account: 'bob' }, target: channel, message: message.id, value: '👍', on, label: null });
  }

  private emit(event: IrcEvent): void {
    if (this.connected) this.tell(event);
  }

  /** Answers the oldest question, or the one at `index`. */
  async settle(index = 0): Promise<void> {
    this.waiting.splice(index, 1)[0]?.answer();
    for (let count = 0; count < 8; count += 1) await Promise.resolve();
  }

  async settleAll(): Promise<void> {
    while (this.waiting.length > 0) await this.settle();
  }

  get asked(): number {
    return this.waiting.length;
  }

  readonly api: Api = {
    call: <Answer>(_method: string, path: string) =>
      new Promise<ApiResult<Answer>>((resolve) => {
        // What is read is what is there now; the answer travels a while.
        const answer: ApiResult<Answer> = this.failing ? { ok: false, problem: networkProblem } : { ok: true, value: structuredCopy(this.page(new URLSearchParams(path.split('?')[1]))) as Answer };
        this.waiting.push({ answer: () => resolve(answer) });
      }),
  };

  private page(query: URLSearchParams): components['schemas']['MessageList'] {
    const limit = Number(query.get('limit') ?? 50);
    const all = this.messages;
    const number = (name: string) => (query.has(name) ? BigInt(query.get(name) ?? '0') : null);
    const [before, after, around] = [number('before'), number('after'), number('around')];
    let from = Math.max(0, all.length - limit);
    let to = all.length;
    if (before !== null) {
      to = all.findIndex((message) => BigInt(message.id) >= before);
      if (to < 0) to = all.length;
      from = Math.max(0, to - limit);
    } else if (after !== null) {
      from = all.findIndex((message) => BigInt(message.id) > after);
      if (from < 0) from = all.length;
      to = Math.min(all.length, from + limit);
    } else if (around !== null) {
      const middle = all.findIndex((message) => BigInt(message.id) >= around);
      from = Math.max(0, middle - limit / 2);
      to = Math.min(all.length, middle + limit / 2);
    }
    const items = all.slice(from, to);
    return { items, next: from > 0 ? (items[0]?.id ?? null) : null, previous: to < all.length ? (items.at(-1)?.id ?? null) : null };
  }
}

function structuredCopy<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}
