// SPDX-License-Identifier: GPL-2.0-or-later
// What the server does around the client, as a browser sees it.
import { expect, test } from './support/story.js';

test('the client comes with a strict policy and without a word in the console', async ({ stack, browserFor }) => {
  const page = await browserFor();
  const response = await page.goto(stack.url);
  const headers = response?.headers() ?? {};
  expect(headers['content-security-policy']).toContain("require-trusted-types-for 'script'");
  expect(headers['content-security-policy']).not.toContain('unsafe-inline');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['cross-origin-opener-policy']).toBe('same-origin');
  await expect(page.locator('#root')).not.toBeEmpty();
});

test('assets are kept for ever and come compressed', async ({ stack, browserFor }) => {
  const page = await browserFor();
  const assets: { url: string; cache: string; encoding: string }[] = [];
  page.on('response', (response) => {
    if (!response.url().includes('/assets/')) return;
    const headers = response.headers();
    assets.push({ url: response.url(), cache: headers['cache-control'] ?? '', encoding: headers['content-encoding'] ?? '' });
  });
  await page.goto(stack.url);
  await expect(page.locator('#root')).not.toBeEmpty();
  expect(assets.length).toBeGreaterThan(0);
  for (const asset of assets) expect(asset.cache, asset.url).toContain('immutable');
  expect(assets.find((asset) => asset.url.endsWith('.js'))?.encoding).toBe('br');
});

test('an address inside the client works when it is opened directly, and an interface stays one', async ({ stack, browserFor }) => {
  const page = await browserFor();
  expect((await page.goto(`${stack.url}/sign-in`))?.status()).toBe(200);
  await expect(page.locator('#root')).not.toBeEmpty();
  for (const path of ['/api/v1/nothing', '/irc', '/files/1', '/voice', '/assets/gone.js']) {
    const answer = await page.request.get(stack.url + path, { headers: { Accept: 'text/html' } });
    expect(answer.status(), path).toBeGreaterThanOrEqual(400);
    expect(answer.headers()['content-type'], path).toContain('problem+json');
  }
});
