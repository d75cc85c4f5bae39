// SPDX-License-Identifier: GPL-2.0-or-later
// What every story has: a running stack with an owner, and pages whose consoles stay clean.

import { expect, test as base, type BrowserContext, type Page } from '@playwright/test';
import { addOwner, addPerson, type Person } from './people.js';
import { Stack } from './stack.js';

/** A server for each file, because stories in several files use the same names. */
let running: { readonly file: string; readonly stack: Stack; readonly owner: Person } | null = null;

interface OfTheWorker {
  ending: undefined;
}

interface OfTheStory {
  stack: Stack;
  owner: Person;
  /** A new account with a name of its own. */
  person: (name: string) => Promise<Person>;
  /** A browser of its own, for somebody else. */
  browserFor: (options?: Parameters<import('@playwright/test').Browser['newContext']>[0]) => Promise<Page>;
  /** Complaints that the story wants, e.g. of a server that it stops. */
  expectedComplaints: RegExp[];
}

/** What a console may say without anything being wrong with the page. */
const harmless = [/ERR_CERT_AUTHORITY_INVALID/];

function watch(page: Page, complaints: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complaints.push(`${error.message}\n${error.stack ?? ''}`));
}

export const test = base.extend<OfTheStory, OfTheWorker>({
  stack: async ({}, use, { file }) => {
    if (running?.file !== file) {
      await running?.stack.stop();
      running = null;
      const stack = await Stack.start();
      running = { file, stack, owner: await addOwner(stack, 'Olive') };
    }
    await use(running.stack);
  },
  owner: async ({ stack }, use) => {
    if (running?.stack !== stack) throw new Error('there is no server');
    await use(running.owner);
  },
  ending: [
    async ({}, use) => {
      await use(undefined);
      await running?.stack.stop();
      running = null;
    },
    { scope: 'worker', auto: true },
  ],
  person: async ({ stack, owner }, use) => use((name) => addPerson(stack, owner, name)),
  expectedComplaints: async ({}, use) => use([]),
  browserFor: async ({ browser, contextOptions, expectedComplaints }, use) => {
    const contexts: BrowserContext[] = [];
    const complaints: string[] = [];
    await use(async (options) => {
      const context = await browser.newContext({ ...contextOptions, ...options });
      contexts.push(context);
      const page = await context.newPage();
      watch(page, complaints);
      return page;
    });
    await Promise.all(contexts.map((context) => context.close()));
    const bad = complaints.filter((text) => ![...harmless, ...expectedComplaints].some((pattern) => pattern.test(text)));
    expect(bad, 'what the consoles of the pages say').toEqual([]);
  },
});

export { expect };
