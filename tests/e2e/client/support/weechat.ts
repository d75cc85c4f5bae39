// SPDX-License-Identifier: GPL-2.0-or-later
// WeeChat in a terminal that nobody looks at: keys go in by tmux, and its log says what it saw.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Person } from './people.js';
import type { Stack } from './stack.js';

export class WeeChat {
  private readonly folder = mkdtempSync(join(tmpdir(), 'alloquy-weechat-'));

  private constructor(private readonly room: string) {}

  /** In the room when it returns, which is its current buffer. */
  static async start(stack: Stack, person: Person, room: string): Promise<WeeChat> {
    const weechat = new WeeChat(room);
    // WeeChat 4 renamed its "ssl" options to "tls".
    const tls = execFileSync('weechat', ['--version'], { encoding: 'utf8' }).startsWith('3') ? 'ssl' : 'tls';
    weechat.tmux('new-session', '-d', '-x', '160', '-y', '40', 'weechat', '--dir', join(weechat.folder, 'home'), '-r', '/set weechat.look.paste_max_lines -1');
    await expect.poll(() => weechat.screen(), { message: 'WeeChat starts', timeout: 20_000 }).toContain('Plugins loaded');
    weechat.type('/set logger.file.flush_delay 0');
    weechat.type(
      `/server add home 127.0.0.1/${stack.ircPort} -${tls} -no${tls}_verify -nicks=${person.username} -sasl_mechanism=plain ` +
        `-sasl_username=${person.username} -autojoin=${room}`,
    );
    // A value of its own takes spaces as they are.
    weechat.type(`/set irc.server.home.sasl_password ${person.password}`);
    weechat.type('/connect home');
    try {
      await weechat.sees(new RegExp(`${person.username} .*has joined`));
    } catch (error) {
      await weechat.stop();
      throw error;
    }
    return weechat;
  }

  private tmux(...options: string[]): string {
    return execFileSync('tmux', ['-S', join(this.folder, 'tmux'), ...options], { encoding: 'utf8', env: { ...process.env, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8' } });
  }

  private screen(): string {
    return this.tmux('capture-pane', '-p');
  }

  type(line: string): void {
    this.tmux('send-keys', '-l', line);
    this.tmux('send-keys', 'Enter');
  }

  private log(): string {
    const path = join(this.folder, 'home', 'logs', `irc.home.${this.room}.weechatlog`);
    return existsSync(path) ? readFileSync(path, 'utf8') : `nothing yet; the screen:\n${this.screen()}`;
  }

  async sees(pattern: RegExp): Promise<void> {
    await expect.poll(() => this.log(), { message: `WeeChat's ${this.room}`, timeout: 30_000 }).toMatch(pattern);
  }

  async stop(): Promise<void> {
    const program = this.tmux('list-panes', '-F', '#{pane_pid}').trim();
    this.tmux('kill-server');
    // It still writes its settings while it ends.
    await expect.poll(() => existsSync(`/proc/${program}`), { message: 'WeeChat ends' }).toBe(false);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
