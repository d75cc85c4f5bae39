// SPDX-License-Identifier: GPL-2.0-or-later
// Much to show: the page stays small, and what one reads stays where it is.
import { Client } from './support/client.js';
import { Irc } from './support/irc.js';
import { fill, roomId } from './support/people.js';
import { expect, test } from './support/story.js';
import type { Page } from '@playwright/test';

/** The first message that is whole on the screen, and where it is. */
function anchor(page: Page): Promise<{ key: string; top: number } | null> {
  return page.getByRole('log').evaluate((log) => {
    const edge = log.getBoundingClientRect().top;
    for (const row of log.querySelectorAll<HTMLElement>('[data-row]')) {
      const { top } = row.getBoundingClientRect();
      if (top >= edge + 40) return { key: row.dataset['row'] ?? '', top };
    }
    return null;
  });
}

function topOf(page: Page, key: string): Promise<number | null> {
  return page.getByRole('log').evaluate((log, wanted) => log.querySelector(`[data-row="${CSS.escape(wanted)}"]`)?.getBoundingClientRect().top ?? null, key);
}

test('three hundred messages: what is read stays put while older ones come, and the page stays small', async ({ stack, owner, person, browserFor }) => {
  test.setTimeout(150_000);
  const dora = await person('dora');
  const irc = await Irc.enter(stack, dora);
  await irc.join('#deep');
  const id = await roomId(stack, dora, '#deep');
  const texts = Array.from({ length: 300 }, (_, number) => `fathom ${number + 1} ${'deep water '.repeat((number * 7) % 40)}`);
  await fill(stack, owner, id, texts, 'diver');
  // What was said before an account was made counts as read, so this one begins at the end.
  const emil = await person('emil');
  const page = await browserFor();
  const client = new Client(page, stack);
  await client.signIn(emil);
  await client.openRoom(id);
  await expect(client.message(/fathom 300\b/)).toBeVisible();
  await client.log.hover();
  const drifts: number[] = [];
  for (let step = 0; step < 60; step += 1) {
    await page.mouse.wheel(0, -900);
    await page.waitForTimeout(120);
    const before = await anchor(page);
    await page.waitForTimeout(350);
    const after = before && (await topOf(page, before.key));
    if (before && after !== null) drifts.push(Math.abs(after - before.top));
    if (await client.message(/fathom 1\b/).isVisible()) break;
  }
  await expect(client.message(/fathom 1\b/)).toBeVisible();
  expect(drifts.length).toBeGreaterThan(10);
  expect(Math.max(...drifts), `how far rows moved: ${drifts.map((drift) => Math.round(drift)).join(' ')}`).toBeLessThanOrEqual(1);
  expect(await page.locator('*').count()).toBeLessThanOrEqual(3000);
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  expect(usedSize).toBeLessThanOrEqual(120 * 1024 * 1024);

  // And back: present is one press away.
  await page.getByRole('button', { name: /present/i }).click();
  await expect(client.message(/fathom 300\b/)).toBeVisible();
  irc.close();
});
