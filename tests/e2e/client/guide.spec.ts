// SPDX-License-Identifier: GPL-2.0-or-later
// The pictures of docs/guide. They are written anew with GUIDE_PICTURES=1; without it the story only proves that the guide's screens are there.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { Client } from './support/client.js';
import { Irc } from './support/irc.js';
import { Api, roomId } from './support/people.js';
import { expect, test } from './support/story.js';

const folder = fileURLToPath(new URL('../../../docs/guide/images/', import.meta.url));

async function picture(page: Page, name: string): Promise<void> {
  if (!process.env.GUIDE_PICTURES) return;
  mkdirSync(folder, { recursive: true });
  await page.mouse.move(0, 0);
  await page.screenshot({ path: `${folder}${name}.png`, animations: 'disabled', caret: 'hide' });
}

test('the screens that the guide shows', async ({ stack, owner, person, browserFor }) => {
  test.setTimeout(120_000);
  const [rosa, emil, juno] = [await person('rosa'), await person('emil'), await person('juno')];
  const crew = await Irc.enter(stack, emil);
  await crew.join('#lighthouse');
  crew.send('TOPIC #lighthouse :The lamp, the weather, and who brings coffee');
  const other = await Irc.enter(stack, juno);
  await other.join('#lighthouse');

  const small = { viewport: { width: 1120, height: 720 }, colorScheme: 'dark' } as const;
  const client = new Client(await browserFor(small), stack);
  const { page } = client;
  const api = await Api.open(stack, owner.token);
  const { code } = await api.post<{ code: string }>('/invites', {});
  await api.close();
  await page.goto(`${stack.url}/invite/${code}`);
  await expect(page.locator('.invite-card')).toBeVisible();
  await picture(page, 'invite');

  await client.signIn(rosa);
  await client.openRoom(await roomId(stack, rosa, '#lighthouse'));
  await client.say('Good evening! Is the lamp **repaired**?');
  await expect(client.message('Is the lamp')).toBeVisible();
  crew.send('PRIVMSG #lighthouse :Almost, @rosa. The part came with the noon boat :tada:');
  other.send('BATCH +c draft/multiline #lighthouse');
  for (const line of ['Here is what I changed:', '```python', 'def turn(lamp, degrees):', '    lamp.angle = (lamp.angle + degrees) % 360', '```']) other.send(`@batch=c PRIVMSG #lighthouse :${line}`);
  other.send('BATCH -c');
  await expect(client.message('Here is what I changed')).toBeVisible();
  crew.send('PRIVMSG #lighthouse :> who brings coffee');
  crew.send('PRIVMSG #lighthouse :I do. See you at <t:1796158800:t>');
  await expect(client.message('See you at')).toBeVisible();
  await client.say('Perfect, thank you both');
  await expect(client.message('Perfect')).toBeVisible();
  await picture(page, 'room');

  await page.keyboard.press('ControlOrMeta+K');
  await page.keyboard.type('e');
  await expect(page.getByRole('option').first()).toBeVisible();
  await picture(page, 'switcher');
  await page.keyboard.press('Escape');

  await page.goto(`${stack.url}/settings/apps`);
  await expect(page.getByRole('heading', { name: 'App passwords' })).toBeVisible();
  await picture(page, 'other-apps');
  await page.goto(`${stack.url}/settings/appearance`);
  await expect(page.getByText('High contrast', { exact: true })).toBeVisible();
  await picture(page, 'appearance');

  const phone = new Client(await browserFor({ viewport: { width: 390, height: 760 }, colorScheme: 'light', hasTouch: true, isMobile: true, deviceScaleFactor: 2 }), stack);
  await phone.signInAnywhere(juno);
  await phone.openRoom(await roomId(stack, juno, '#lighthouse'));
  await expect(phone.message('Perfect')).toBeVisible();
  await picture(phone.page, 'phone');
  crew.close();
  other.close();
});
