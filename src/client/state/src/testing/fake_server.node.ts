// SPDX-License-Identifier: GPL-2.0-or-later
// For tests: as much of a server as the engine talks to. It stores what is said, and can lose connections, answers and its patience.

import { networkProblem, type ApiResult } from '@alloquy/protocol/api/problems.std';
import { Batches } from '@alloquy/protocol/irc/batches.std';
import { parseLine, type Line } from '@alloquy/protocol/irc/line.std';
import type { Api, Clock, OpenSocket, SocketHandlers } from '../engine/environment.std';
import { wireMessage, type WireMessage } from './fake_room.node';

interface Connection {
  readonly path: string;
  readonly handlers: SocketHandlers;
  readonly batches: Batches;
  account: string;
  readonly channels: Set<string>;
}

const accounts: Readonly<Record<string, { id: string; username: string }>> = { 'token-ann': { id: '1', username: 'ann' }, 'token-bob': { id: '2', username: 'bob' } };

export class FakeServer {
  messages: WireMessage[] = [];
  readonly connections = new Set<Connection>();
  version = '1.0';
  /** Milliseconds that each line to IRC takes, one after the other. */
  lineDelay = 0;
  private takenUntil = 0;
  /** Milliseconds that an answer of the REST API takes, after it was read. */
  slowness = 0;
  readonly banned = new Set<string>();
  down = false;
  /** Messages are stored, and the connection ends before anybody hears of it. */
  cutAfterStoring = false;
  /** The code that the next so many messages are refused with. */
  refuse: { code: string; times: number } | null = null;
  readonly revoked = new Set<string>();
  readonly said: string[] = [];
  readonly asked: string[] = [];
  private next = 200;

  constructor(private readonly clock: Clock) {}

  readonly openSocket: OpenSocket = (path, handlers) => {
    const connection: Connection = { path, handlers, batches: new Batches(), account: '', channels: new Set() };
    if (this.down) {
      this.clock.after(5, () => handlers.closed(1006));
      return { send: () => {}, close: () => {} };
    }
    this.connections.add(connection);
    queueMicrotask(() => {
      handlers.opened();
      if (path !== '/irc') handlers.received('{"op":"hello","heartbeat_ms":30000}');
    });
    return {
      send: (text) => {
        const take = () => {
          if (this.connections.has(connection)) this.receive(connection, text);
        };
        if (path !== '/irc' || this.lineDelay === 0) return take();
        this.takenUntil = Math.max(this.takenUntil, this.clock.now()) + this.lineDelay;
        this.clock.after(this.takenUntil - this.clock.now(), take);
      },
      close: () => this.connections.delete(connection),
    };
  };

  /** All connections end, as when a cable is pulled. */
  cut(code = 1006): void {
    for (const connection of [...this.connections]) {
      this.connections.delete(connection);
      connection.handlers.closed(code);
    }
  }

  /** Somebody on another client. */
  say(text: string, username = 'bob', tags = ''): WireMessage {
    const message = this.store(text, username);
    this.tell(`@msgid=${message.id};time=${message.sent_at};account=${username}${tags} :${username}!u@h PRIVMSG #general :${text}`);
    return message;
  }

  tell(line: string): void {
    for (const connection of this.connections) if (connection.path === '/irc' && connection.channels.has('#general')) connection.handlers.received(line);
  }

  private store(text: string, username: string): WireMessage {
    const message = wireMessage((this.next += 1), text, username);
    this.messages.push(message);
    return message;
  }

  private receive(connection: Connection, text: string): void {
    if (connection.path === '/irc') {
      const line = parseLine(text);
      for (const labelled of line ? connection.batches.take(line) : []) this.irc(connection, labelled.line, labelled.label);
      return;
    }
    const frame = JSON.parse(text) as { op: string; token?: string };
    if (frame.op === 'heartbeat') connection.handlers.received('{"op":"heartbeat_ack"}');
    if (frame.op === 'resume') connection.handlers.received('{"op":"resumed"}');
    if (frame.op !== 'identify') return;
    const account = accounts[frame.token ?? ''];
    if (!account || this.revoked.has(frame.token ?? '')) {
      connection.handlers.received('{"op":"error","code":"invalid_token","message":"no"}');
      this.connections.delete(connection);
      connection.handlers.closed(4002);
      return;
    }
    const rooms = [{ id: '5', kind: 'text', name: 'general', username: null, irc_channel: '#general', last_message_id: this.messages.at(-1)?.id ?? null, read: { at: null, id: '0' }, unread: 0, more: false, mentions: 0 }];
    connection.handlers.received(JSON.stringify({ op: 'ready', session: 'S', account, server: { name: 'Home', version: this.version }, rooms }));
  }

  private irc(connection: Connection, line: Line, label: string | null): void {
    const reply = (text: string) => {
      queueMicrotask(() => {
        if (this.connections.has(connection)) connection.handlers.received(text);
      });
    };
    const tagged = label === null ? '' : `label=${label};`;
    const [target = '', last = ''] = line.params;
    const from = `:${connection.account}!u@h`;
    switch (line.command) {
      case 'CAP':
        if (target === 'LS') reply(':s CAP * LS :batch echo-message labeled-response message-tags server-time sasl account-tag draft/multiline=max-bytes=16384,max-lines=100');
        if (target === 'REQ') reply(`:s CAP * ACK :${last}`);
        if (target === 'END') reply(`:s 001 ${connection.account} :hi`);
        break;
      case 'AUTHENTICATE': {
        if (target === 'OAUTHBEARER') {
          reply('AUTHENTICATE +');
          break;
        }
        const token = /Bearer ([^\u0001]+)/.exec(Buffer.from(target, 'base64').toString())?.[1] ?? '';
        const account = this.revoked.has(token) ? undefined : accounts[token];
        connection.account = account?.username ?? '';
        reply(account ? ':s 903 * :ok' : ':s 904 * :no');
        break;
      }
      case 'PING':
        reply(`:s PONG s :${target}`);
        break;
      case 'JOIN':
        this.said.push(`JOIN ${target}`);
        for (const channel of target.split(',')) {
          if (this.banned.has(connection.account)) {
            reply(`:s 474 ${connection.account} ${channel} :banned`);
            continue;
          }
          connection.channels.add(channel);
          reply(`${from} JOIN ${channel}`);
        }
        break;
      case 'PRIVMSG':
        this.message(connection, line, tagged, reply);
        break;
      case 'AWAY':
        this.said.push(`AWAY ${target}`);
        break;
      case 'PART':
        connection.channels.delete(target);
        reply(`${from} PART ${target}`);
        break;
      case 'TAGMSG':
      case 'REDACT':
        this.said.push(`${line.command} ${line.params.join(' ')} ${JSON.stringify(line.tags)}`);
        if (this.refused(tagged, line.command, target, reply)) break;
        reply(line.command === 'REDACT' ? `@${tagged} ${from} REDACT ${target} ${last}` : `@${tagged}+reply=${line.tags['+reply']};+draft/react=${line.tags['+draft/react']} ${from} TAGMSG ${target}`);
        break;
      default:
        if (label !== null) reply(`@label=${label} :s ACK`);
    }
  }

  private refused(tagged: string, command: string, target: string, reply: (text: string) => void): boolean {
    if (!this.refuse || this.refuse.times <= 0) return false;
    this.refuse.times -= 1;
    reply(`@${tagged} :s FAIL ${command} ${this.refuse.code} ${target} :no`);
    return true;
  }

  private message(connection: Connection, line: Line, tagged: string, reply: (text: string) => void): void {
    const [target = '', text = ''] = line.params;
    this.said.push(text);
    if (this.refused(tagged, 'PRIVMSG', target, reply)) return;
    const edits = line.tags['+n-3-0.github.io/edit'];
    const edited = this.messages.find((message) => message.id === edits);
    if (edited) Object.assign(edited, { text, edited_at: new Date(this.clock.now()).toISOString() });
    const message = edited ?? this.store(text, connection.account);
    if (this.cutAfterStoring) {
      this.cut();
      return;
    }
    const tags = `${tagged}msgid=${message.id};time=${message.sent_at};account=${connection.account}${edits === undefined ? '' : `;+n-3-0.github.io/edit=${edits}`}`;
    const echo = text.split('\n').length > 1 ? [`@${tags} :${connection.account}!u@h BATCH +e draft/multiline ${target}`, ...text.split('\n').map((each) => `@batch=e :${connection.account}!u@h PRIVMSG ${target} :${each}`), 'BATCH -e'] : [`@${tags} :${connection.account}!u@h PRIVMSG ${target} :${text}`];
    for (const each of echo) reply(each);
  }

  api(token: () => string | null, unauthenticated: () => void): Api {
    return {
      call: async <Answer>(method: string, path: string, body?: unknown) => {
        this.asked.push(`${method} ${path}`);
        await Promise.resolve();
        if (this.down) return { ok: false, problem: networkProblem };
        if (path.startsWith('/auth/parameters')) return { ok: true, value: { scheme: 'password', salt: '', opslimit: 2, memlimit: 1 } as Answer };
        if (path === '/sessions' && method === 'POST') return this.signIn(body as { username: string });
        if (path === '/server') return { ok: true, value: { name: 'Home', version: this.version, registration: 'open' } as Answer };
        const account = this.revoked.has(token() ?? '') ? undefined : accounts[token() ?? ''];
        if (!account) {
          if (path !== '/accounts/me') unauthenticated();
          return { ok: false, problem: { ...networkProblem, code: 'unauthenticated' } };
        }
        const answer = this.answer(path, account) as Answer;
        if (this.slowness > 0) await new Promise<void>((resolve) => this.clock.after(this.slowness, resolve));
        return { ok: true, value: answer };
      },
    };
  }

  private signIn<Answer>({ username }: { username: string }): ApiResult<Answer> {
    const token = `token-${username}`;
    const account = accounts[token];
    return account ? { ok: true, value: { token, account: { ...account, display_name: username, owner: false } } as Answer } : { ok: false, problem: { ...networkProblem, code: 'wrong_credentials' } };
  }

  private answer(path: string, account: { id: string; username: string }): unknown {
    const url = new URL(path, 'http://x');
    if (/^\/rooms\/5\/messages$/.test(url.pathname)) {
      const after = url.searchParams.get('after');
      const all = after === null ? this.messages : this.messages.filter(({ id }) => BigInt(id) > BigInt(after));
      return JSON.parse(JSON.stringify({ items: all.slice(-100), next: null, previous: null })) as unknown;
    }
    if (path === '/accounts/me') return { ...account, display_name: account.username, owner: false };
    if (path.endsWith('/profile')) return { account_id: '2', username: 'bob', values: {} };
    return { items: [], next: null };
  }
}
