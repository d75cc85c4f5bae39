// SPDX-License-Identifier: GPL-2.0-or-later
// WeeChat without a terminal: told what to do by its pipe, read by its log.

import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Person } from './people.js';
import type { Stack } from './stack.js';

export class WeeChat {
  private constructor(
    private readonly folder: string,
    private readonly program: ChildProcess,
  ) {}

  static async start(stack: Stack, person: Person, room: string): Promise<WeeChat> {
    const folder = mkdtempSync(join(tmpdir(), 'alloquy-weechat-'));
    const server = [
      `/server add home 127.0.0.1/${stack.ircPort} -ssl -nossl_verify -nicks=${person.username}`,
      `-sasl_mechanism=plain -sasl_username=${person.username} -sasl_password="${person.password}" -autojoin=${room}`,
    ].join(' ');
    // WeeChat 4 calls "tls" what 3 calls "ssl", and still knows the old name.
    const commands = ['/set logger.file.flush_delay 0', '/set fifo.file.enabled on', server, '/connect home'];
    const program = spawn('weechat-headless', ['--dir', folder, ...commands.flatMap((command) => ['-r', command])], { stdio: 'ignore' });
    const weechat = new WeeChat(folder, program);
    await weechat.sees(room, new RegExp(`${person.username} .*has joined`));
    return weechat;
  }

  say(room: string, text: string): void {
    const pipe = readdirSync(this.folder).find((name) => name.startsWith('weechat_fifo_'));
    if (!pipe) throw new Error('WeeChat has no pipe');
    appendFileSync(join(this.folder, pipe), `irc.home.${room} *${text}\n`);
  }

  private logOf(room: string): string {
    const path = join(this.folder, 'logs', `irc.home.${room}.weechatlog`);
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }

  async sees(room: string, pattern: RegExp): Promise<void> {
    await expect.poll(() => this.logOf(room), { message: `WeeChat's ${room}`, timeout: 20_000 }).toMatch(pattern);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.program.once('exit', resolve));
    this.program.kill('SIGTERM');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
