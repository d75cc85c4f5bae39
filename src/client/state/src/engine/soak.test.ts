// SPDX-License-Identifier: GPL-2.0-or-later
// Whatever happens to connections, answers and tabs: what was written is said exactly once and in order, and every tab shows what the server has.
import { describe, expect, it } from 'vitest';
import { FakeBrowser, type Tab } from '../testing/fake_browser.node';

function generator(seed: number): (below: number) => number {
  let state = seed * 7919;
  return (below) => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

async function openTab(browser: FakeBrowser): Promise<Tab> {
  const tab = browser.open();
  await browser.clock.advance(50);
  tab.actions.openRoom('5');
  await browser.clock.advance(50);
  return tab;
}

async function soak(seed: number): Promise<void> {
  const random = generator(seed);
  const browser = new FakeBrowser();
  const { server, clock } = browser;
  server.say('first');
  const first = browser.open();
  await first.signIn();
  let tabs = [first];
  const written: string[] = [];
  for (let step = 0; step < 120; step += 1) {
    const tab = tabs[random(tabs.length)]!;
    switch (random(13)) {
      case 0: case 1: case 2: case 3: {
        // The same words now and then, which must not be mistaken for each other.
        const text = random(4) === 0 ? 'again' : `${seed}.${step}`;
        written.push(text);
        tab.actions.send('5', text);
        break;
      }
      case 4: server.say(`other ${step}`); break;
      case 5: server.cut(); break;
      case 6: server.cutAfterStoring = random(2) === 0; break;
      case 7: server.down = random(2) === 0; break;
      case 8: server.refuse = { code: 'CANNOT_STORE', times: random(3) }; break;
      case 9: if (tabs.length < 3) tabs.push(await openTab(browser)); break;
      case 10:
        if (tabs.length > 1 && random(3) === 0) {
          // Given time to hand its commands on: what a tab was asked in its very last moment goes with it.
          await clock.advance(20);
          tabs = tabs.filter((each) => each !== tab);
          await browser.close(tab);
          server.cut();
        }
        break;
      case 11: browser.wake(); break;
      default: server.slowness = random(3) * 400;
    }
    if (random(3) > 0) await clock.advance([1, 50, 700, 5_000, 40_000][random(5)]!);
  }
  Object.assign(server, { down: false, cutAfterStoring: false, refuse: null, slowness: 0 });
  await clock.advance(60_000);
  for (const tab of tabs) for (const message of tab.messages) if (message.delivery.state === 'failed') tab.actions.retry(message.key);
  await clock.advance(120_000);
  const said = server.messages.filter(({ author }) => author.username === 'ann').map(({ text }) => text);
  expect([...said].sort()).toEqual([...written].sort());
  for (const tab of tabs) {
    expect(tab.phase).toBe('online');
    expect(tab.messages.map(({ id, text }) => `${id} ${text}`)).toEqual(server.messages.map(({ id, text }) => `${id} ${text}`).slice(-tab.messages.length));
    expect(tab.messages.length).toBeGreaterThanOrEqual(Math.min(server.messages.length, 50));
    expect(tab.messages.every(({ delivery }) => delivery.state === 'sent')).toBe(true);
    expect(tab.state.internal.waiting).toEqual({});
  }
  expect([...browser.tables.keys()].filter((key) => key.startsWith('1/outbox/'))).toEqual([]);
}

describe('whatever happens', () => {
  it.each(Array.from({ length: 25 }, (_, index) => index + 1))('everything is said once and shown once (%i)', soak);
});
