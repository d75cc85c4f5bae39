// SPDX-License-Identifier: GPL-2.0-or-later
// Text that means harm: it is shown as text, the console stays quiet, and the page stays quick.
import { Client } from './support/client.js';
import { Irc } from './support/irc.js';
import { roomId } from './support/people.js';
import { expect, test } from './support/story.js';

const nasty = [
  '<script>window.hacked = 1</script>',
  '<img src=x onerror="window.hacked = 1">',
  '<svg onload="window.hacked = 1">',
  '[click](javascript:window.hacked=1) javascript:window.hacked=1',
  '[data](data:text/html,<script>window.hacked=1</script>)',
  'https://аpple.com/ and https://xn--pple-43d.com/',
  '*'.repeat(380),
  `${'>'.repeat(200)} deep`,
  `${'['.repeat(150)}x${']'.repeat(150)}`,
  '`'.repeat(300),
  '||'.repeat(150),
  `z${'\u0300\u0301\u0302\u0303'.repeat(50)}`,
  '\u202Egnp.exe',
  '\u2066\u2067\u2068 isolates',
  '👨‍👩‍👧‍👦'.repeat(15),
  '\u000399,99\u0003\u0002\u001d\u001f\u0016\u000fformatting',
  '<t:99999999999999999999:R> <t:-1:Q>',
  '{{constructor.constructor("window.hacked=1")()}}',
  'a'.repeat(400),
  '@everyone @here @kai,@kai;@kai',
];

test('hostile messages stay messages', async ({ stack, person, browserFor }) => {
  const rex = await person('rex');
  const irc = await Irc.enter(stack, rex);
  await irc.join('#trap');
  for (const text of nasty) irc.send(`PRIVMSG #trap :${text}`);
  irc.send('@+draft/reply=../../x;+draft/react=<script>;+typing=evil PRIVMSG #trap :tags');
  irc.send('TOPIC #trap :<img src=x onerror=window.hacked=1> \u202Etopic');
  irc.send('BATCH +h draft/multiline #trap');
  for (let line = 0; line < 90; line += 1) irc.send(`@batch=h PRIVMSG #trap :${'> '.repeat(line)}- ${'*_~'.repeat(20)}`);
  irc.send('BATCH -h');
  irc.send('PRIVMSG #trap :the end');
  await irc.expect(/the end/, 60_000);
  const quin = await person('quin');
  const page = await browserFor();
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  const client = new Client(page, stack);
  await client.signIn(quin);
  await client.openRoom(await roomId(stack, quin, '#trap'));
  await expect(client.message('the end')).toBeVisible();
  for (let step = 0; step < 12; step += 1) {
    await client.log.hover();
    await page.mouse.wheel(0, -600);
    await page.waitForTimeout(50);
  }
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  expect(dialogs).toEqual([]);
  const links = await client.log.locator('a[href]').evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).protocol));
  for (const protocol of links) expect(['http:', 'https:', 'mailto:', 'irc:', 'ircs:']).toContain(protocol);
  expect(await client.log.locator('script, iframe, object, embed, svg[onload], img[onerror]').count()).toBe(0);
  irc.close();
});

test('a flood of messages leaves typing quick', async ({ stack, person, browserFor }) => {
  const [sam, tia] = [await person('sam'), await person('tia')];
  const irc = await Irc.enter(stack, tia);
  await irc.join('#flood');
  const page = await browserFor();
  const client = new Client(page, stack);
  await client.signIn(sam);
  await client.openRoom(await roomId(stack, sam, '#flood'));
  for (let number = 0; number < 60; number += 1) irc.send(`PRIVMSG #flood :wave ${number}`);
  await client.composer.pressSequentially('typing while it rains', { delay: 10 });
  await expect(client.composer).toHaveValue('typing while it rains');
  await expect(client.message('wave 59')).toBeVisible({ timeout: 45_000 });
  expect(await page.locator('*').count()).toBeLessThanOrEqual(3000);
  irc.close();
});
