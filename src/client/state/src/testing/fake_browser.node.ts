// SPDX-License-Identifier: GPL-2.0-or-later
// For tests: a browser with tabs that share storage, a channel and a lock, as real ones do.

import { Core, type CoreEnvironment, type Kept } from '../engine/core.std';
import type { Storage } from '../engine/environment.std';
import { FakeServer } from './fake_server.node';
import { settled, VirtualClock } from './virtual_clock.node';

type Listener = (value: unknown) => void;

export class FakeBrowser {
  readonly clock = new VirtualClock();
  readonly server = new FakeServer(this.clock);
  readonly tables = new Map<string, unknown>();
  private readonly kept = new Map<string, unknown>();
  private readonly watchers = new Map<string, { readonly tab: string; readonly changed: Listener }[]>();
  private readonly ports = new Map<string, Listener>();
  private readonly line: { readonly tab: string; readonly granted: () => void }[] = [];
  private readonly networkListeners: ((online: boolean) => void)[] = [];
  private readonly hiddenListeners = new Map<string, (leaving: boolean) => void>();
  private readonly visibleListeners: (() => void)[] = [];
  private readonly dead = new Set<string>();
  private count = 0;

  open(): Tab {
    const name = `tab${(this.count += 1)}`;
    const core = new Core(this.environment(name), { clientName: 'test' });
    core.start();
    return new Tab(name, core, this);
  }

  /** The tab is gone without a word, as when it crashes. */
  async close(tab: Tab): Promise<void> {
    this.hiddenListeners.get(tab.name)?.(true);
    this.dead.add(tab.name);
    this.ports.delete(tab.name);
    this.release(tab.name);
    await settled();
  }

  /** Nothing of a dead tab runs anymore. */
  private whileAlive(tab: string, run: () => void): () => void {
    return () => {
      if (!this.dead.has(tab)) run();
    };
  }

  /** Somebody looks at the tabs again. */
  wake(): void {
    for (const listener of this.visibleListeners) listener();
  }

  network(online: boolean): void {
    this.server.down = !online;
    for (const listener of this.networkListeners) listener(online);
  }

  private release(tab: string): void {
    const at = this.line.findIndex((each) => each.tab === tab);
    if (at < 0) return;
    this.line.splice(at, 1);
    const next = this.line[0];
    if (at === 0 && next) queueMicrotask(next.granted);
  }

  private keptValue<Value>(tab: string, name: string): Kept<Value> {
    return {
      get: () => (this.kept.get(name) ?? null) as Value | null,
      set: (value) => {
        if (value === null) this.kept.delete(name);
        else this.kept.set(name, value);
        for (const watcher of this.watchers.get(name) ?? []) if (watcher.tab !== tab) queueMicrotask(() => watcher.changed(value));
      },
      watch: (changed) => this.watchers.set(name, [...(this.watchers.get(name) ?? []), { tab, changed: changed as Listener }]),
    };
  }

  private storage(account: string): Storage & { clear(): Promise<void> } {
    const { tables } = this;
    const prefix = (table: string) => `${account}/${table}/`;
    return {
      get: async <Value>(table: string, key: string) => (tables.get(prefix(table) + key) ?? null) as Value | null,
      all: async <Value>(table: string) => [...tables].filter(([key]) => key.startsWith(prefix(table))).map(([, value]) => value as Value),
      put: async (table, key, value) => void tables.set(prefix(table) + key, JSON.parse(JSON.stringify(value))),
      remove: async (table, key) => void tables.delete(prefix(table) + key),
      clear: async () => {
        for (const key of [...tables.keys()]) if (key.startsWith(`${account}/`)) tables.delete(key);
      },
    };
  }

  private environment(tab: string): CoreEnvironment {
    return {
      clock: { now: () => this.clock.now(), random: () => this.clock.random(), after: (milliseconds, run) => this.clock.after(milliseconds, this.whileAlive(tab, run)) },
      session: this.keptValue(tab, 'session'),
      preferences: this.keptValue(tab, 'preferences'),
      drafts: () => this.keptValue(tab, 'drafts'),
      api: (token, unauthenticated) => this.server.api(token, unauthenticated),
      openStorage: (account) => this.storage(account),
      channel: () => ({
        post: (message) => {
          const copy = JSON.stringify(message);
          for (const [name, listener] of this.ports) if (name !== tab && this.ports.has(tab)) queueMicrotask(() => listener(JSON.parse(copy)));
        },
        listen: (handler) => this.ports.set(tab, handler),
        close: () => this.ports.delete(tab),
      }),
      askToLead: () => (granted) => {
        this.line.push({ tab, granted });
        if (this.line.length === 1) queueMicrotask(granted);
        return { release: () => this.release(tab) };
      },
      openSocket: (path, handlers) =>
        this.server.openSocket(path, {
          opened: this.whileAlive(tab, handlers.opened),
          received: (text) => this.whileAlive(tab, () => handlers.received(text))(),
          closed: (code) => this.whileAlive(tab, () => handlers.closed(code))(),
        }),
      onNetwork: (changed) => this.networkListeners.push(changed),
      onHidden: (run) => this.hiddenListeners.set(tab, run),
      onVisible: (run) => this.visibleListeners.push(run),
      tabName: tab,
    };
  }
}

export class Tab {
  constructor(
    readonly name: string,
    readonly core: Core,
    private readonly browser: FakeBrowser,
  ) {}

  get state() {
    return this.core.store.getState();
  }

  get actions() {
    return this.core.actions;
  }

  get phase(): string {
    return this.state.connection.phase;
  }

  get texts(): string[] {
    return this.messages.map((message) => message.text);
  }

  get messages() {
    return (this.state.timelines['5']?.items ?? []).flatMap((item) => (item.kind === 'message' ? [item] : []));
  }

  async signIn(username = 'ann'): Promise<void> {
    await this.actions.signIn(username, 'password');
    await this.browser.clock.advance(100);
    this.actions.openRoom('5');
    await this.browser.clock.advance(100);
  }
}
