// SPDX-License-Identifier: GPL-2.0-or-later
// Tabs of one browser share a connection; conversations begin with nothing and become rooms.
import { Client } from './support/client.js';
import { Irc } from './support/irc.js';
import { roomId } from './support/people.js';
import { expect, test } from './support/story.js';

test('two tabs hold one connection, and the second goes on alone', async ({ stack, person, browserFor }) => {
  const [una, vic] = [await person('una'), await person('vic')];
  const irc = await Irc.enter(stack, vic);
  await irc.join('#twin');
  const first = await browserFor();
  const one = new Client(first, stack);
  await one.signIn(una);
  await one.openRoom(await roomId(stack, una, '#twin'));
  await one.expectOnline();
  const second = await first.context().newPage();
  const sockets: string[] = [];
  second.on('websocket', (socket) => sockets.push(socket.url()));
  const two = new Client(second, stack);
  await two.openRoom(await roomId(stack, una, '#twin'));
  await two.expectOnline();
  await two.say('from the second tab');
  await irc.expect(/from the second tab/);
  await expect(one.message('from the second tab')).toHaveCount(1);
  await expect(two.message('from the second tab').locator('.delivery')).toHaveCount(0);
  irc.send('PRIVMSG #twin :to both');
  await expect(one.message('to both')).toHaveCount(1);
  await expect(two.message('to both')).toHaveCount(1);
  expect(sockets).toEqual([]);
  await first.close();
  await two.say('alone now');
  irc.send('PRIVMSG #twin :still there?');
  await irc.expect(/alone now/, 20_000);
  await expect(two.message('still there?')).toHaveCount(1);
  await expect(two.message('alone now')).toHaveCount(1);
  await two.expectOnline();
  expect(sockets.length).toBe(2);
  irc.close();
});
test('direct messages begin and go on', async ({ stack, person, browserFor }) => {
  const [una, vic] = [await person('wyn'), await person('xav')];
  const page = await browserFor();
  const one = new Client(page, stack);
  await one.signIn(una);
  await page.goto(`${stack.url}/dm/xav`);
  await one.say('first words');
  await expect(one.message('first words').locator('.delivery')).toHaveCount(0);
  const other = await browserFor();
  const two = new Client(other, stack);
  await two.signIn(vic);
  await other.goto(`${stack.url}/dm/wyn`);
  await expect(two.message('first words')).toHaveCount(1);
  await two.say('second words');
  await expect(one.message('second words')).toHaveCount(1);
  await one.say('third words');
  await expect(two.message('third words')).toHaveCount(1);
});
