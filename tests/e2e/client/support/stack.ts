// SPDX-License-Identifier: GPL-2.0-or-later
// The finished alloquyd with its real children, started from the shipped configuration on free ports.

import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const alloquyd = process.env.ALLOQUYD ?? '';
const configuration = process.env.ALLOQUY_CONFIG ?? '';

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

export class Stack {
  private readonly folder = mkdtempSync(join(tmpdir(), 'alloquy-stories-'));
  private server: ChildProcess | null = null;
  private log = '';

  private constructor(
    readonly webPort: number,
    readonly ircPort: number,
  ) {}

  static async start(): Promise<Stack> {
    const stack = new Stack(await freePort(), await freePort());
    await stack.launch();
    return stack;
  }

  get url(): string {
    return `https://localhost:${this.webPort}`;
  }

  private get data(): string {
    return join(this.folder, 'data');
  }

  async launch(): Promise<void> {
    const settings = {
      'http.port': this.webPort,
      'http.listen': '127.0.0.1',
      'irc.port': this.ircPort,
      'irc.listen': '127.0.0.1',
      'server.host': 'localhost',
      'server.name': 'Harbour',
      'mumble.enabled': false,
      'turn.enabled': false,
      'accounts.password_memory_kib': 8192,
      'accounts.password_passes': 1,
      'limits.registrations_per_hour': 10_000,
      'limits.sign_ins_per_minute': 10_000,
      'limits.requests_per_minute': 100_000,
      'limits.expensive_per_minute': 10_000,
    };
    const options = Object.entries(settings).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
    const server = spawn(alloquyd, ['serve', '--config', configuration, '--data', this.data, ...options], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.server = server;
    server.stderr.on('data', (chunk: Buffer) => (this.log += chunk.toString()));
    await new Promise<void>((resolve, reject) => {
      createInterface(server.stdout).on('line', (line) => {
        if (line.startsWith('ready ')) resolve();
      });
      server.once('exit', (code) => reject(new Error(`alloquyd ended with ${code}:\n${this.log}`)));
    });
  }

  /** Runs `alloquyd <arguments>` beside the server and returns what it says as JSON. */
  command<T>(...options: string[]): T {
    const said = execFileSync(alloquyd, [...options, '--data', this.data], { encoding: 'utf8', timeout: 30_000 });
    return JSON.parse(said) as T;
  }

  ownerLink(): string {
    return this.command<{ url: string }>('owner-link', '--json').url;
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const server = this.server;
    this.server = null;
    if (!server || server.exitCode !== null) return;
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill(signal);
    await ended;
  }

  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** For a story that failed. */
  get lastWords(): string {
    return this.log.slice(-4000);
  }
}
