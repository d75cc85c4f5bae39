// SPDX-License-Identifier: GPL-2.0-or-later
import { describe, expect, it } from 'vitest';
import { FakeBrowser } from '../testing/fake_browser.node';

async function twoTabs() {
  const browser = new FakeBrowser();
  browser.server.say('old');
  const first = browser.open();
  await first.signIn();
  const second = browser.open();
  await browser.clock.advance(100);
  second.actions.openRoom('5');
  await browser.clock.advance(100);
  return { browser, first, second, server: browser.server, clock: browser.clock };
}

describe('two tabs', () => {
  it('share one connection', async () => {
    const { first, second, server } = await twoTabs();
    expect(server.connections.size).toBe(2); // IRC and the gateway
    expect(first.state.connection).toMatchObject({ phase: 'online', follower: false });
    expect(second.state.connection).toMatchObject({ phase: 'online', follower: true });
    expect(second.state.rooms['5']?.joined).toBe(true);
  });
  it('hear the same and say through the one that leads', async () => {
    const { first, second, server, clock } = await twoTabs();
    server.say('news');
    second.actions.send('5', 'from the second');
    await clock.advance(100);
    expect(first.texts).toEqual(['old', 'news', 'from the second']);
    expect(second.texts).toEqual(['old', 'news', 'from the second']);
    expect(second.messages.at(-1)?.delivery.state).toBe('sent');
    expect(server.said.filter((each) => !each.startsWith('JOIN'))).toEqual(['from the second']);
    expect(second.state.rooms['5']?.unread).toBe(first.state.rooms['5']?.unread);
  });
  it('get answers to what is asked', async () => {
    const { second, clock } = await twoTabs();
    const topic = second.actions.setTopic('5', 'a topic');
    await clock.advance(100);
    expect(await topic).toBeNull();
  });
  it('go on when the one that leads is closed', async () => {
    const { browser, first, second, server, clock } = await twoTabs();
    await browser.close(first);
    server.cut();
    server.say('between');
    second.actions.send('5', 'mine');
    await clock.advance(10_000);
    expect(second.state.connection).toMatchObject({ phase: 'online', follower: false });
    expect(second.texts).toEqual(['old', 'between', 'mine']);
    expect(server.messages.filter(({ text }) => text === 'mine')).toHaveLength(1);
  });
  it('lose nothing that was asked while nobody led', async () => {
    const { browser, first, second, server, clock } = await twoTabs();
    const posted = browser.close(first);
    second.actions.send('5', 'into the gap');
    await posted;
    server.cut();
    await clock.advance(10_000);
    expect(server.messages.map(({ text }) => text)).toEqual(['old', 'into the gap']);
    expect(second.messages.at(-1)?.delivery.state).toBe('sent');
  });
  it('don’t say twice what the one that led had on its way', async () => {
    const { browser, first, second, server, clock } = await twoTabs();
    server.cutAfterStoring = true;
    // The answer to the command gets lost together with the tab that gives it.
    second.actions.send('5', 'exactly once');
    for (let count = 0; count < 200 && server.messages.length < 2; count += 1) await Promise.resolve();
    await browser.close(first);
    server.cutAfterStoring = false;
    await clock.advance(20_000);
    expect(server.messages.map(({ text }) => text)).toEqual(['old', 'exactly once']);
    expect(second.texts).toEqual(['old', 'exactly once']);
    expect(second.messages.at(-1)?.delivery.state).toBe('sent');
  });
  it('share drafts, preferences, blocks and what is read', async () => {
    const { first, second, server, clock } = await twoTabs();
    first.actions.setDraft('5', { text: 'half', replyTo: null, editing: null });
    first.actions.setPreferences({ theme: 'dark' });
    server.say('news');
    await clock.advance(100);
    second.actions.markRead('5');
    await clock.advance(100);
    expect(second.state.drafts['5']?.text).toBe('half');
    expect(second.state.preferences.theme).toBe('dark');
    expect(first.state.rooms['5']?.unread).toBe(0);
  });
  it('are signed out together', async () => {
    const { first, second, clock } = await twoTabs();
    await second.actions.signOut();
    await clock.advance(1_000);
    expect(first.phase).toBe('signed_out');
    expect(first.state.rooms).toEqual({});
  });
  it('are thrown out together, and say so', async () => {
    const { first, second, server, clock } = await twoTabs();
    server.revoked.add('token-ann');
    server.cut(4003);
    await clock.advance(1_000);
    expect([first.phase, second.phase]).toEqual(['rejected', 'rejected']);
  });
});
