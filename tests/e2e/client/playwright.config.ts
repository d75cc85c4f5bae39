// SPDX-License-Identifier: GPL-2.0-or-later
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  // One browser and one server at a time: the machines that run this have two cores.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  outputDir: 'test-results',
  reporter: process.env.ALLOQUY_JUNIT ? [['list'], ['junit', { outputFile: process.env.ALLOQUY_JUNIT }]] : [['list']],
  use: {
    browserName: 'chromium',
    actionTimeout: 15_000,
    // The server under test makes its own certificate.
    ignoreHTTPSErrors: true,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    screenshot: 'only-on-failure',
    trace: 'off',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      // As root, Chromium refuses its own sandbox. Nothing but this machine is talked to.
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
});
