// SPDX-License-Identifier: GPL-2.0-or-later
// A plain IRC connection over TLS, line by line.

import { connect, type TLSSocket } from 'node:tls';
import { createInterface } from 'node:readline';
import type { Person } from './people.js';
import type { Stack } from './stack.js';

export class Irc {
  private readonly lines: string[] = [];
  private readonly waiting = new Set<() => void>();

  private constructor(private readonly socket: TLSSocket) {
    createInterface(socket).on('line', (line) => {
      if (line.startsWith('PING ')) this.send(`PONG ${line.slice(5)}`);
      this.lines.push(line);
      for (const wake of this.waiting) wake();
    });
    socket.on('error', () => undefined);
  }

  static async enter(stack: Stack, person: Person): Promise<Irc> {
    const irc = new Irc(connect({ host: '127.0.0.1', port: stack.ircPort, rejectUnauthorized: false }));
    irc.send('CAP REQ :sasl message-tags echo-message batch draft/multiline');
    irc.send(`PASS ${person.username}:${person.password}`);
    irc.send(`NICK ${person.username}`);
    irc.send(`USER ${person.username} 0 * :${person.username}`);
    irc.send('CAP END');
    await irc.expect(/ 001 /);
    return irc;
  }

  send(line: string): void {
    this.socket.write(`${line}\r\n`);
  }

  async join(room: string): Promise<void> {
    this.send(`JOIN ${room}`);
    await this.expect(/ 366 /);
  }

  /** The first line, of those that no earlier call took, that matches; lines before it are let go. */
  expect(pattern: RegExp, limit = 20_000): Promise<string> {
    return new Promise((resolve, reject) => {
      const seen: string[] = [];
      const look = () => {
        for (let line = this.lines.shift(); line !== undefined; line = this.lines.shift()) {
          seen.push(line);
          if (!pattern.test(line)) continue;
          clearTimeout(timer);
          this.waiting.delete(look);
          resolve(line);
          return;
        }
      };
      const timer = setTimeout(() => {
        this.waiting.delete(look);
        reject(new Error(`no line matches ${pattern}; there were:\n${seen.join('\n')}`));
      }, limit);
      this.waiting.add(look);
      look();
    });
  }

  close(): void {
    this.socket.destroy();
  }
}
