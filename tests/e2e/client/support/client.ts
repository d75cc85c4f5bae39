// SPDX-License-Identifier: GPL-2.0-or-later
// The client as a person uses it: by what is written on it.

import { expect, type Locator, type Page } from '@playwright/test';
import type { Person } from './people.js';
import type { Stack } from './stack.js';

export class Client {
  constructor(
    readonly page: Page,
    readonly stack: Stack,
  ) {}

  async signIn(person: Person): Promise<void> {
    await this.signInAnywhere(person);
    await expect(this.page.locator('[data-region="rail"]')).toBeVisible();
  }

  /** Also where the rooms are out of sight, on a phone. */
  async signInAnywhere(person: Person): Promise<void> {
    await this.page.goto(`${this.stack.url}/sign-in`);
    await this.page.getByLabel('Name', { exact: true }).fill(person.username);
    await this.page.getByLabel('Password', { exact: true }).fill(person.password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.expectOnline();
  }

  /** Signed in, connected, and caught up. */
  async expectOnline(): Promise<void> {
    await expect(this.page.locator('html')).toHaveAttribute('data-connection', 'online');
  }

  async openRoom(id: string): Promise<void> {
    await this.page.goto(`${this.stack.url}/rooms/${id}`);
    await expect(this.composer).toBeVisible();
  }

  get composer(): Locator {
    return this.page.locator('[data-region="composer"] textarea');
  }

  get log(): Locator {
    return this.page.getByRole('log');
  }

  message(text: string | RegExp): Locator {
    return this.log.locator('[data-row]').filter({ has: this.page.locator('.message-text', { hasText: text }) });
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  /** Opens the menu of a message by the keyboard and chooses from it. */
  async choose(message: Locator, name: string | RegExp): Promise<void> {
    await message.first().hover();
    await message.first().click({ button: 'right', position: { x: 100, y: 12 } });
    await this.page.getByRole('menuitem', { name }).click();
  }
}
