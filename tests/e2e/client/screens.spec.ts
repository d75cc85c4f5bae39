// SPDX-License-Identifier: GPL-2.0-or-later
// Every screen in every theme: readable by everybody, and light on the browser.
import { expectAccessible } from './support/axe.js';
import { Client } from './support/client.js';
import { Irc } from './support/irc.js';
import { roomId } from './support/people.js';
import { expect, test } from './support/story.js';

test('the screens before signing in', async ({ stack, browserFor, expectedComplaints }) => {
  test.setTimeout(120_000);
  expectedComplaints.push(/status of 404.*invites\/none/);
  const page = await browserFor();
  for (const path of ['/sign-in', '/sign-up', '/recover', '/owner', '/invite/none', '/reset#token']) {
    await page.goto('about:blank');
    await page.goto(stack.url + path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessible(page, path);
  }
});

test('the rooms, with all kinds of messages', async ({ stack, person, browserFor }) => {
  test.setTimeout(120_000);
  const [kai, lou] = [await person('kai'), await person('lou')];
  const irc = await Irc.enter(stack, lou);
  await irc.join('#gallery');
  const lines = [
    'plain words, a link https://example.org/a?b=c and a mention of @kai',
    '**bold** *italic* ~~gone~~ `code` ||hidden||',
    '\u0001ACTION waves\u0001',
    '\u000304,08colours of IRC\u000f and \u0002bold\u0002',
    '> a quote',
    'time <t:1700000000:R> :wave: 🎉',
  ];
  for (const line of lines) irc.send(`PRIVMSG #gallery :${line}`);
  irc.send('BATCH +c draft/multiline #gallery');
  for (const line of ['```ts', 'const answer: number = 42; // the question is lost', '```', '- one', '- two']) irc.send(`@batch=c PRIVMSG #gallery :${line}`);
  irc.send('BATCH -c');
  irc.send('TOPIC #gallery :Pictures of the sea, https://example.org');
  const client = new Client(await browserFor(), stack);
  await client.signIn(kai);
  await client.openRoom(await roomId(stack, kai, '#gallery'));
  await expect(client.message('the question is lost')).toBeVisible();
  await expectAccessible(client.page, 'a room');
  await client.message('plain words').first().hover();
  await expectAccessible(client.page, 'a message under the pointer');
  await client.composer.fill('@l');
  await expectAccessible(client.page, 'completion');
  await client.composer.fill('');
  for (const [keys, what] of [['ControlOrMeta+K', 'switcher'], ['ControlOrMeta+/', 'key help'], ['ControlOrMeta+F', 'search'], ['ControlOrMeta+E', 'emoji picker']] as const) {
    await client.page.keyboard.press(keys);
    await client.page.waitForTimeout(400);
    await expectAccessible(client.page, what);
    await client.page.keyboard.press('Escape');
  }
  expect(await client.page.locator('*').count()).toBeLessThanOrEqual(3000);
  irc.close();
});

test('the settings', async ({ stack, person, browserFor }) => {
  test.setTimeout(120_000);
  const mia = await person('mia');
  const client = new Client(await browserFor(), stack);
  await client.signIn(mia);
  await client.page.goto(`${stack.url}/settings`);
  const sections = client.page.getByRole('navigation', { name: 'Settings' }).getByRole('link');
  await expect.poll(() => sections.count()).toBeGreaterThan(5);
  const addresses = await sections.evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  for (const address of new Set(addresses.filter((each) => each.startsWith('/settings/')))) {
    await client.page.goto(stack.url + address);
    await expect(client.page.getByRole('heading').first()).toBeVisible();
    await expectAccessible(client.page, address);
  }
});

test('a phone: everything within reach, nothing wider than the screen', async ({ stack, person, browserFor }) => {
  const [nia, oda] = [await person('nia'), await person('oda')];
  const irc = await Irc.enter(stack, oda);
  await irc.join('#pocket');
  irc.send('PRIVMSG #pocket :hello, small screen');
  const page = await browserFor({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const client = new Client(page, stack);
  await client.signInAnywhere(nia);
  await client.openRoom(await roomId(stack, nia, '#pocket'));
  await expect(client.message('hello, small screen')).toBeVisible();
  await client.say('hello from a pocket');
  await irc.expect(/hello from a pocket/);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await expectAccessible(page, 'a room on a phone');
  irc.close();
});

test('at twice the size nothing is cut off', async ({ stack, person, browserFor }) => {
  const pia = await person('pia');
  const irc = await Irc.enter(stack, pia);
  await irc.join('#zoom');
  // 200 % of a 1280 pixel wide window.
  const client = new Client(await browserFor({ viewport: { width: 640, height: 480 }, deviceScaleFactor: 2 }), stack);
  await client.signInAnywhere(pia);
  await client.openRoom(await roomId(stack, pia, '#zoom'));
  const overflow = await client.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await client.say('large and clear');
  await irc.expect(/large and clear/);
  irc.close();
});
