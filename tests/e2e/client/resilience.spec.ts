// SPDX-License-Identifier: GPL-2.0-or-later
// The network goes, the server goes, the token goes: nothing is lost and nothing comes twice.
import { Client } from './support/client.js';
import { Irc } from './support/irc.js';
import { addOwner, Api, roomId } from './support/people.js';
import { Stack } from './support/stack.js';
import { expect, test } from './support/story.js';

test('what is written offline is sent when the network is back, and what others wrote meanwhile is there once', async ({ stack, person, browserFor, expectedComplaints }) => {
  expectedComplaints.push(/ERR_INTERNET_DISCONNECTED/);
  const [finn, gus] = [await person('finn'), await person('gus')];
  const irc = await Irc.enter(stack, gus);
  await irc.join('#fog');
  const page = await browserFor();
  const client = new Client(page, stack);
  await client.signIn(finn);
  await client.openRoom(await roomId(stack, finn, '#fog'));
  await client.say('before the fog');
  await irc.expect(/before the fog/);
  await page.context().setOffline(true);
  await client.say('in the fog');
  await expect(client.message('in the fog')).toBeVisible();
  irc.send('PRIVMSG #fog :meanwhile outside');
  await page.context().setOffline(false);
  await irc.expect(/in the fog/, 45_000);
  await expect(client.message('meanwhile outside')).toHaveCount(1);
  await expect(client.message('in the fog')).toHaveCount(1);
  await expect(client.message('in the fog').locator('.delivery')).toHaveCount(0);
  irc.close();
});

test('alloquyd killed and back: a banner, then everything goes on', async ({ browserFor, expectedComplaints }) => {
  test.setTimeout(120_000);
  expectedComplaints.push(/WebSocket connection to|ERR_CONNECTION|status of 50/);
  const own = await Stack.start();
  try {
    const owner = await addOwner(own, 'Hanna');
    const irc = await Irc.enter(own, owner);
    await irc.join('#quay');
    const page = await browserFor();
    const client = new Client(page, own);
    await client.signIn(owner);
    await client.openRoom(await roomId(own, owner, '#quay'));
    await client.say('before the fall');
    await expect(client.message('before the fall').locator('.delivery')).toHaveCount(0);
    irc.close();
    await own.kill();
    await client.say('into the void');
    await expect(client.message('into the void')).toBeVisible();
    await own.launch();
    await expect(client.message('into the void').locator('.delivery')).toHaveCount(0, { timeout: 60_000 });
    await expect(client.message('into the void')).toHaveCount(1);
    await expect(client.message('before the fall')).toHaveCount(1);
    const api = await Api.open(own, owner.token);
    const { items } = await api.get<{ items: { text: string }[] }>(`/rooms/${await roomId(own, owner, '#quay')}/messages`);
    expect(items.filter((message) => message.text === 'into the void')).toHaveLength(1);
  } finally {
    await own.stop();
  }
});

test('a reload without the network paints what was on the screen', async ({ stack, person, browserFor, expectedComplaints }) => {
  expectedComplaints.push(/status of 401/);
  const ida = await person('ida');
  const irc = await Irc.enter(stack, ida);
  await irc.join('#cache');
  irc.send('PRIVMSG #cache :kept in the browser');
  const page = await browserFor();
  const client = new Client(page, stack);
  await client.signIn(ida);
  await client.openRoom(await roomId(stack, ida, '#cache'));
  await expect(client.message('kept in the browser')).toBeVisible();
  await page.waitForTimeout(1500); // what is kept is written a moment later
  await page.route('**/api/**', (route) => route.abort());
  await page.reload();
  await expect(client.message('kept in the browser')).toBeVisible();
  expectedComplaints.push(/ERR_FAILED/);
  irc.close();
});

test('a session that is ended elsewhere leads to the sign-in page', async ({ stack, person, browserFor, expectedComplaints }) => {
  expectedComplaints.push(/status of 401/);
  const jan = await person('jan');
  const client = new Client(await browserFor(), stack);
  await client.signIn(jan);
  stack.command('user', 'reset-password', 'jan', '--json');
  const api = await Api.open(stack, jan.token);
  const { items } = await api.get<{ items: { id: string; current: boolean }[] }>('/accounts/me/sessions');
  for (const session of items.filter((each) => !each.current)) await api.remove(`/accounts/me/sessions/${session.id}`);
  await expect(client.page.getByRole('button', { name: 'Sign in' })).toBeVisible({ timeout: 20_000 });
});

test('a network that comes and goes loses nothing and doubles nothing', async ({ stack, person, browserFor, expectedComplaints }) => {
  test.setTimeout(120_000);
  expectedComplaints.push(/ERR_INTERNET_DISCONNECTED|WebSocket connection to/);
  const [kit, leo] = [await person('kit'), await person('leo')];
  const irc = await Irc.enter(stack, leo);
  await irc.join('#reef');
  const page = await browserFor();
  const client = new Client(page, stack);
  await client.signIn(kit);
  await client.openRoom(await roomId(stack, kit, '#reef'));
  await client.expectOnline();
  for (let wave = 1; wave <= 4; wave += 1) {
    await page.context().setOffline(true);
    irc.send(`PRIVMSG #reef :heard ${wave}`);
    await client.say(`said ${wave}`);
    await page.waitForTimeout(wave * 150);
    await page.context().setOffline(false);
    await page.waitForTimeout(wave * 250);
  }
  for (let wave = 1; wave <= 4; wave += 1) {
    await expect(client.message(`heard ${wave}`)).toHaveCount(1, { timeout: 45_000 });
    await expect(client.message(`said ${wave}`)).toHaveCount(1);
    await expect(client.message(`said ${wave}`).locator('.delivery')).toHaveCount(0, { timeout: 45_000 });
  }
  const api = await Api.open(stack, kit.token);
  const { items } = await api.get<{ items: { text: string }[] }>(`/rooms/${await roomId(stack, kit, '#reef')}/messages`);
  expect(items.map((message) => message.text).filter((text) => text.startsWith('said')).sort()).toEqual(['said 1', 'said 2', 'said 3', 'said 4']);
  irc.close();
});

test('a browser that keeps nothing still talks', async ({ stack, person, browserFor }) => {
  const moe = await person('moe');
  const irc = await Irc.enter(stack, moe);
  await irc.join('#sieve');
  const page = await browserFor();
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'indexedDB', {
      get() {
        throw new DOMException('not here', 'SecurityError');
      },
    });
  });
  const client = new Client(page, stack);
  await client.signIn(moe);
  await page.getByRole('link', { name: 'sieve' }).click();
  await client.say('nothing is kept');
  await irc.expect(/nothing is kept/);
  await expect(client.message('nothing is kept').locator('.delivery')).toHaveCount(0);
  irc.close();
});

test('InspIRCd alone killed and back: the client waits for it and goes on', async ({ owner, stack, browserFor, expectedComplaints }) => {
  test.setTimeout(90_000);
  expectedComplaints.push(/WebSocket connection to/);
  const irc = await Irc.enter(stack, owner);
  await irc.join('#mast');
  const client = new Client(await browserFor(), stack);
  await client.signIn(owner);
  await client.openRoom(await roomId(stack, owner, '#mast'));
  await client.expectOnline();
  irc.close();
  const api = await Api.open(stack, owner.token);
  await api.post('/admin/components/inspircd/restart', {});
  await client.say('while the mast is down');
  await expect(client.message('while the mast is down').locator('.delivery')).toHaveCount(0, { timeout: 60_000 });
  await expect(client.message('while the mast is down')).toHaveCount(1);
});
