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

describe('signing in', () => {
  it('begins signed out and ends online, with the room’s messages', async () => {
    const browser = new FakeBrowser();
    browser.server.say('old');
    const tab = browser.open();
    expect(tab.phase).toBe('signed_out');
    expect(await tab.actions.signIn('nobody', 'x')).toMatchObject({ code: 'wrong_credentials' });
    await tab.signIn();
    expect(tab.phase).toBe('online');
    expect(tab.state.me?.username).toBe('ann');
    expect(tab.texts).toEqual(['old']);
    expect(tab.state.rooms['5']).toMatchObject({ name: 'general', joined: true });
  });
  it('forgets everything at the end', async () => {
    const { browser, tab, clock } = await online();
    tab.actions.setDraft('5', { text: 'half', replyTo: null, editing: null });
    await tab.actions.signOut();
    await clock.advance(5000);
    expect(tab.phase).toBe('signed_out');
    expect(tab.state.rooms).toEqual({});
    expect(browser.tables.size).toBe(0);
    expect(browser.server.connections.size).toBe(0);
    expect(browser.open().phase).toBe('signed_out');
  });
  it('ends when the token is revoked, also while the gateway says nothing', async () => {
    const { browser, tab, server, clock } = await online();
    server.revoked.add('token-ann');
    await tab.core.api.call('GET', '/rooms');
    await clock.advance(100);
    expect(tab.phase).toBe('rejected');
    expect(server.connections.size).toBe(0);
    expect(browser.open().phase).toBe('signed_out');
  });
  it('ends when the gateway closes the session, and keeps what was written', async () => {
    const { tab, server, clock } = await online();
    tab.actions.setDraft('5', { text: 'half', replyTo: null, editing: null });
    server.revoked.add('token-ann');
    server.cut(4003);
    await clock.advance(100);
    expect(tab.phase).toBe('rejected');
    expect(tab.state.drafts['5']?.text).toBe('half');
    server.revoked.clear();
    await tab.actions.signIn('ann', 'x');
    await clock.advance(100);
    expect(tab.phase).toBe('online');
    expect(tab.state.drafts['5']?.text).toBe('half');
  });
});

describe('sending', () => {
  it('shows a message at once and keeps its row', async () => {
    const { tab, clock } = await online();
    tab.actions.send('5', 'hi\nthere');
    const pending = tab.messages.at(-1)!;
    expect(pending).toMatchObject({ text: 'hi\nthere', delivery: { state: 'pending' } });
    await clock.advance(100);
    expect(tab.messages.at(-1)).toMatchObject({ text: 'hi\nthere', key: pending.key, delivery: { state: 'sent' } });
    expect(tab.texts).toHaveLength(2);
  });
  it('waits for the network and then goes out in order, once', async () => {
    const { tab, server, clock } = await online();
    server.down = true;
    server.cut();
    for (const text of ['one', 'two', 'three']) tab.actions.send('5', text);
    await clock.advance(30_000);
    expect(tab.messages.slice(1).every((message) => message.delivery.state === 'pending')).toBe(true);
    server.down = false;
    await clock.advance(40_000);
    expect(tab.texts).toEqual(['old', 'one', 'two', 'three']);
    expect(server.messages.map(({ text }) => text)).toEqual(['old', 'one', 'two', 'three']);
  });
  it('finds what was said before the connection broke, instead of saying it twice', async () => {
    const { tab, server, clock } = await online();
    server.cutAfterStoring = true;
    tab.actions.send('5', 'once');
    tab.actions.send('5', 'after');
    await clock.advance(100);
    server.cutAfterStoring = false;
    await clock.advance(40_000);
    expect(server.messages.map(({ text }) => text)).toEqual(['old', 'once', 'after']);
    expect(tab.texts).toEqual(['old', 'once', 'after']);
    expect(tab.messages.every((message) => message.delivery.state === 'sent')).toBe(true);
  });
  it('survives the end of the program', async () => {
    const { browser, tab, server, clock } = await online();
    server.cutAfterStoring = true;
    tab.actions.send('5', 'said');
    await clock.advance(100);
    server.cutAfterStoring = false;
    server.down = true;
    tab.actions.send('5', 'not said');
    await browser.close(tab);
    server.cut();
    server.down = false;
    const again = browser.open();
    await clock.advance(100);
    again.actions.openRoom('5');
    await clock.advance(10_000);
    expect(server.messages.map(({ text }) => text)).toEqual(['old', 'said', 'not said']);
    expect(again.texts).toEqual(['old', 'said', 'not said']);
  });
  it('is patient with long texts, which the server takes line by line', async () => {
    const { browser, tab, server, clock } = await online();
    const connections = [...server.connections];
    server.lineDelay = 200;
    const text = (letter: string) => Array.from({ length: 95 }, (_, index) => `${letter}${index}`).join('\n');
    for (const letter of ['a', 'b', 'c']) tab.actions.send('5', text(letter));
    await clock.advance(30_000);
    browser.wake();
    await clock.advance(60_000);
    expect(tab.texts).toEqual(['old', text('a'), text('b'), text('c')]);
    expect(tab.messages.every(({ delivery }) => delivery.state === 'sent')).toBe(true);
    expect([...server.connections]).toEqual(connections);
  });
  it('finds its place again in a conversation that had no room yet', async () => {
    const { browser, tab, server, clock } = await online();
    const opening = tab.actions.openConversation('Bob');
    await clock.advance(100);
    expect(await opening).toBe('dm:bob');
    server.down = true;
    server.cut();
    tab.actions.send('dm:bob', 'first words');
    await clock.advance(5_000);
    await browser.close(tab);
    server.down = false;
    const again = browser.open();
    await clock.advance(10_000);
    expect(again.state.rooms['dm:bob']?.username).toBe('bob');
    expect(server.said).toContain('first words');
  });
  it('tries again what the server can’t store just now', async () => {
    const { tab, server, clock } = await online();
    server.refuse = { code: 'CANNOT_STORE', times: 2 };
    tab.actions.send('5', 'patience');
    tab.actions.send('5', 'behind it');
    await clock.advance(30_000);
    expect(tab.messages.map(({ text, delivery }) => [text, delivery.state])).toEqual([['old', 'sent'], ['patience', 'sent'], ['behind it', 'sent']]);
  });
  it('shows what was refused, to be tried again or thrown away', async () => {
    const { tab, server, clock } = await online();
    server.refuse = { code: 'DM_POLICY', times: 3 };
    tab.actions.send('5', 'no');
    tab.actions.send('5', 'nor this');
    await clock.advance(100);
    const [, first, second] = tab.messages;
    expect(first?.delivery).toEqual({ state: 'failed', code: 'dm_policy', retryable: true });
    tab.actions.discard(second!.key);
    tab.actions.retry(first!.key);
    await clock.advance(100);
    expect(tab.messages.at(-1)?.delivery.state).toBe('failed');
    tab.actions.retry(first!.key);
    await clock.advance(100);
    expect(tab.texts).toEqual(['old', 'no']);
    expect(tab.messages.at(-1)?.delivery.state).toBe('sent');
  });
  it('refuses what is too long without asking', async () => {
    const { tab, server, clock } = await online();
    tab.actions.send('5', 'x'.repeat(20_000));
    await clock.advance(100);
    expect(tab.messages.at(-1)?.delivery).toEqual({ state: 'failed', code: 'message_too_long', retryable: false });
    expect(server.said.filter((each) => !each.startsWith('JOIN'))).toEqual([]);
  });
});

describe('changing what was said', () => {
  it('edits at once, and takes it back when it is refused', async () => {
    const { tab, server, clock } = await online();
    tab.actions.send('5', 'mine');
    await clock.advance(100);
    const { id } = tab.messages.at(-1)!;
    tab.actions.edit('5', id, 'better');
    expect(tab.texts.at(-1)).toBe('better');
    await clock.advance(100);
    expect(server.messages.at(-1)?.text).toBe('better');
    server.refuse = { code: 'NOT_YOURS', times: 1 };
    tab.actions.edit('5', id, 'worse');
    await clock.advance(100);
    expect(tab.texts.at(-1)).toBe('better');
    expect(tab.state.notices).toMatchObject([{ code: 'not_yours', detail: { what: 'edit' } }]);
  });
  it('reacts at once, and takes it back when it is refused', async () => {
    const { tab, server, clock } = await online();
    const { id } = tab.messages[0]!;
    tab.actions.react('5', id, '👍', true);
    expect(tab.messages[0]?.reactions).toMatchObject([{ value: '👍', count: 1, mine: true }]);
    await clock.advance(100);
    expect(tab.messages[0]?.reactions).toMatchObject([{ count: 1 }]);
    server.refuse = { code: 'TOO_MANY', times: 1 };
    tab.actions.react('5', id, '🎉', true);
    await clock.advance(100);
    expect(tab.messages[0]?.reactions.map(({ value }) => value)).toEqual(['👍']);
  });
  it('removes after a while in which it can be undone', async () => {
    const { tab, server, clock } = await online();
    tab.actions.send('5', 'oops');
    await clock.advance(100);
    const { id } = tab.messages.at(-1)!;
    tab.actions.remove('5', id);
    expect(tab.texts).toEqual(['old']);
    const [notice] = tab.state.notices;
    expect(notice?.undo).toBe('delete');
    await clock.advance(3_000);
    tab.actions.undoRemove(notice!.key);
    await clock.advance(10_000);
    expect(tab.texts).toEqual(['old', 'oops']);
    expect(server.said.slice(1)).toEqual(['oops']);
    tab.actions.remove('5', id);
    await clock.advance(6_000);
    expect(server.said.at(-1)).toContain(`REDACT #general ${id}`);
    expect(tab.messages.at(-1)?.deletedAt).not.toBeNull();
    expect(tab.state.notices).toEqual([]);
  });
});

describe('reading', () => {
  it('counts what isn’t read, and tells the server once what is', async () => {
    const { tab, server, clock } = await online();
    server.say('@ann hi');
    const last = server.say('more');
    expect(tab.state.rooms['5']).toMatchObject({ unread: 2, mentions: 1 });
    tab.actions.markRead('5');
    tab.actions.markRead('5');
    expect(tab.state.rooms['5']).toMatchObject({ unread: 0, mentions: 0, readId: last.id });
    await clock.advance(1_000);
    expect(server.asked.filter((each) => each === 'PUT /rooms/5/read')).toHaveLength(1);
    tab.actions.markUnread('5', last.id);
    expect(tab.state.rooms['5']).toMatchObject({ unread: 1 });
  });
  it('tells of typing now and then, and believes it for a while', async () => {
    const { tab, server, clock } = await online();
    for (let count = 0; count < 5; count += 1) tab.actions.typing('5', 'active');
    expect(server.said.filter((each) => each.startsWith('TAGMSG'))).toHaveLength(1);
    await clock.advance(3_100);
    tab.actions.typing('5', 'active');
    tab.actions.typing('5', 'done');
    expect(server.said.filter((each) => each.startsWith('TAGMSG'))).toHaveLength(3);
    server.tell('@+typing=active;account=bob :bob!b@h TAGMSG #general');
    expect(Object.keys(tab.state.rooms['5']!.typing)).toEqual(['bob']);
    await clock.advance(7_000);
    expect(tab.state.rooms['5']!.typing).toEqual({});
  });
  it('paints what was on screen last before the network says anything', async () => {
    const { browser, tab, server, clock } = await online();
    await clock.advance(5_000);
    await browser.close(tab);
    server.cut();
    server.down = true;
    const again = browser.open();
    again.actions.openRoom('5');
    await clock.advance(50);
    expect(again.state.rooms['5']?.name).toBe('general');
    expect(again.texts).toEqual(['old']);
    server.say('missed');
    server.down = false;
    await clock.advance(40_000);
    expect(again.texts).toEqual(['old', 'missed']);
  });
  it('doesn’t mind a broken cache', async () => {
    const { browser, tab, server, clock } = await online();
    await clock.advance(5_000);
    for (const key of browser.tables.keys()) browser.tables.set(key, { version: 1, value: { rooms: 7, me: {} } });
    browser.tables.set('1/outbox/x', 'nonsense');
    await browser.close(tab);
    server.cut();
    const again = browser.open();
    again.actions.openRoom('5');
    await clock.advance(1_000);
    expect(again.phase).toBe('online');
    expect(again.texts).toEqual(['old']);
  });
});
