// SPDX-License-Identifier: GPL-2.0-or-later
import { describe, expect, it } from 'vitest';
import { FakeBrowser } from '../testing/fake_browser.node';

async function online() {
  const browser = new FakeBrowser();
  browser.server.say('old');
  const tab = browser.open();
  await tab.signIn();
  expect(tab.phase).toBe('online');
  return { browser, tab, server: browser.server, clock: browser.clock };
}

describe('a connection that breaks', () => {
  it('comes back with what was said meanwhile', async () => {
    const { tab, server, clock } = await online();
    server.down = true;
    server.cut();
    expect(tab.phase).toBe('reconnecting');
    expect(tab.state.connection.retryAt).toBeGreaterThan(clock.now());
    server.say('missed');
    await clock.advance(10_000);
    expect(tab.phase).toBe('reconnecting');
    server.down = false;
    await clock.advance(40_000);
    expect(tab.phase).toBe('online');
    server.say('news');
    expect(tab.texts).toEqual(['old', 'missed', 'news']);
  });
  it('is tried at once when somebody asks, or the network is back', async () => {
    const { browser, tab, server, clock } = await online();
    server.down = true;
    server.cut();
    await clock.advance(120_000);
    server.down = false;
    tab.actions.retryConnection();
    await clock.advance(100);
    expect(tab.phase).toBe('online');
    browser.network(false);
    expect(tab.phase).toBe('offline');
    await clock.advance(60_000);
    expect(tab.phase).toBe('offline');
    browser.network(true);
    await clock.advance(100);
    expect(tab.phase).toBe('online');
  });
  it('leaves away who is away', async () => {
    const { tab, server, clock } = await online();
    tab.actions.setAway('lunch');
    server.cut();
    await clock.advance(10_000);
    tab.actions.setAway(null);
    server.cut();
    await clock.advance(10_000);
    expect(server.said.filter((each) => each.startsWith('AWAY'))).toEqual(['AWAY lunch', 'AWAY lunch', 'AWAY ']);
  });
  it('is noticed when nothing comes anymore', async () => {
    const { tab, server, clock } = await online();
    for (const connection of server.connections) connection.handlers.closed = () => {};
    server.connections.clear();
    await clock.advance(26_000);
    expect(tab.phase).toBe('online');
    await clock.advance(20_000);
    expect(['reconnecting', 'catching_up', 'online']).toContain(tab.phase);
    await clock.advance(5_000);
    server.say('heard');
    expect(tab.texts.at(-1)).toBe('heard');
  });
  it('is looked after at once when somebody looks at the page again', async () => {
    const { browser, tab, server, clock } = await online();
    await clock.advance(20_000);
    for (const connection of server.connections) connection.handlers.closed = () => {};
    server.connections.clear();
    server.say('missed in sleep');
    browser.wake();
    await clock.advance(7_000);
    expect(tab.phase).toBe('online');
    expect(tab.texts.at(-1)).toBe('missed in sleep');
    server.down = true;
    server.cut();
    await clock.advance(100_000);
    server.down = false;
    browser.wake();
    await clock.advance(500);
    expect(tab.phase).toBe('online');
  });
  it('says when the server is another than the page was made for', async () => {
    const { tab, server, clock } = await online();
    server.version = '1.1';
    server.cut(1001);
    await clock.advance(5_000);
    expect(tab.phase).toBe('outdated');
    tab.actions.send('5', 'still works');
    await clock.advance(100);
    expect(tab.messages.at(-1)).toMatchObject({ text: 'still works', delivery: { state: 'sent' } });
  });
});

describe('a line as somebody typed it', () => {
  it('shows what the server refuses, and nothing of what it refuses unasked', async () => {
    const { tab, server, clock } = await online();
    server.tell(':s 482 ann #general :You must be a channel operator');
    expect(tab.state.notices).toEqual([]);
    tab.actions.sendRaw('MODE #general +m');
    server.tell(':s 482 ann #general :You must be a channel operator');
    await clock.advance(10);
    expect(tab.state.notices).toMatchObject([{ code: 'room_operators_only', detail: { text: 'You must be a channel operator' } }]);
  });
});

describe('rooms', () => {
  it('lose nothing that is said while the first page is on its way and the room is being joined', async () => {
    const browser = new FakeBrowser();
    const { server, clock } = browser;
    server.say('old');
    server.slowness = 1_000;
    const tab = browser.open();
    void tab.actions.signIn('ann', 'x');
    await clock.advance(20);
    tab.actions.openRoom('5');
    await clock.advance(500);
    server.say('meanwhile');
    await clock.advance(10_000);
    server.say('news');
    expect(tab.texts).toEqual(['old', 'meanwhile', 'news']);
    expect(tab.state.internal.stale).toEqual({});
  });
  it('that were left are joined again when somebody goes there, and not before', async () => {
    const { tab, server, clock } = await online();
    tab.actions.leaveRoom('5');
    await clock.advance(100);
    expect(tab.state.rooms['5']?.joined).toBe(false);
    server.cut();
    await clock.advance(10_000);
    expect(tab.phase).toBe('online');
    expect(tab.state.rooms['5']?.joined).toBe(false);
    tab.actions.send('5', 'back again');
    await clock.advance(1_000);
    expect(tab.state.rooms['5']?.joined).toBe(true);
    expect(tab.messages.at(-1)).toMatchObject({ text: 'back again', delivery: { state: 'sent' } });
  });
  it('that one was thrown out of aren’t joined by themselves', async () => {
    const { tab, server, clock } = await online();
    server.tell(':bob!b@h KICK #general ann :enough');
    expect(tab.state.rooms['5']?.joined).toBe(false);
    server.cut();
    await clock.advance(10_000);
    expect(server.said.filter((each) => each.startsWith('JOIN'))).toHaveLength(1);
    server.banned.add('ann');
    tab.actions.send('5', 'let me in');
    await clock.advance(1_000);
    expect(tab.messages.at(-1)?.delivery).toEqual({ state: 'failed', code: 'banned', retryable: true });
    expect(await Promise.race([tab.actions.joinChannel('#general'), clock.advance(500).then(() => 'late')])).toMatchObject({ code: 'banned' });
  });
});
