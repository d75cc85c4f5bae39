// SPDX-License-Identifier: GPL-2.0-or-later
import react from '@vitejs/plugin-react';
import { lingui } from '@lingui/vite-plugin';
import { defineConfig } from 'vitest/config';
import { packageAliases } from './tools/aliases.node.ts';

export default defineConfig({
  plugins: [react({ babel: { plugins: ['@lingui/babel-plugin-lingui-macro'] } }), lingui()],
  resolve: { alias: packageAliases },
  test: {
    // Tests that need a document say so in their first lines: `// @vitest-environment jsdom`.
    environment: 'node',
    include: ['*/src/**/*.test.{ts,tsx}', 'tools/**/*.test.ts'],
    css: false,
    testTimeout: 20_000,
  },
});
