// SPDX-License-Identifier: GPL-2.0-or-later
// The first minutes: a server gets its owner, somebody is asked in, somebody forgot a password.
import { Api, goodPassword } from './support/people.js';
import { Client } from './support/client.js';
import { expect, test } from './support/story.js';
import { Stack } from './support/stack.js';

test('the printed link makes the owner, shows recovery codes once, and leads to the rooms', async ({ browserFor }) => {
  const fresh = await Stack.start();
  try {
    const page = await browserFor();
    await page.goto(fresh.ownerLink());
    await expect(page.getByRole('heading', { name: 'Welcome to your new server' })).toBeVisible();
    expect(page.url(), 'the token stays in the address bar').not.toContain('#');
    await page.getByLabel('Name', { exact: true }).fill('Founder');
    await page.getByLabel('Password', { exact: true }).fill(goodPassword);
    await page.getByRole('button', { name: 'Make the owner’s account' }).click();
    await expect(page.getByRole('heading', { name: 'The server is yours' })).toBeVisible();
    await expect(page.locator('.codes-list li')).toHaveCount(10);
    await page.getByText('I have put them somewhere safe').click();
    await page.getByRole('button', { name: 'Go to the rooms' }).click();
    await new Client(page, fresh).expectOnline();
    // Before its server goes, which it would complain of.
    await page.close();
  } finally {
    await fresh.stop();
  }
});

test('an invite shows where it leads, refuses a taken name where it stands, and keeps what was typed', async ({ stack, owner, browserFor, expectedComplaints }) => {
  expectedComplaints.push(/status of 409/);
  const api = await Api.open(stack, owner.token);
  const { code } = await api.post<{ code: string }>('/invites', {});
  const page = await browserFor();
  await page.goto(`${stack.url}/invite/${code}`);
  await expect(page.getByText('Harbour').first()).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill(owner.username);
  await page.getByLabel('Password', { exact: true }).fill(goodPassword);
  await page.getByRole('button', { name: 'Make the account' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(owner.username);
  await page.getByLabel('Name', { exact: true }).fill('Newcomer');
  await page.getByRole('button', { name: 'Make the account' }).click();
  await page.getByText('I have put them somewhere safe').click();
  await page.getByRole('button', { name: 'Go to the rooms' }).click();
  await new Client(page, stack).expectOnline();
});

test('a wrong password says so, and an administrator’s link sets a new one', async ({ stack, person, browserFor, expectedComplaints }) => {
  expectedComplaints.push(/status of 401/);
  const walter = await person('walter');
  const page = await browserFor();
  await page.goto(`${stack.url}/sign-in`);
  await page.getByLabel('Name', { exact: true }).fill('walter');
  await page.getByLabel('Password', { exact: true }).fill('not this one');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert').or(page.locator('.banner')).first()).toBeVisible();
  const { url } = stack.command<{ url: string }>('user', 'reset-password', walter.username, '--json');
  await page.goto(url);
  await page.getByLabel(/password/i).first().fill('another long password');
  await page.getByRole('button', { name: /set/i }).click();
  await expect(page).toHaveURL(/sign-in/);
  await new Client(page, stack).signIn({ ...walter, password: 'another long password' });
});
