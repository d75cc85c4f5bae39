// SPDX-License-Identifier: GPL-2.0-or-later
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { packageAliases } from '../tools/aliases.node.ts';

/** Where a server under development listens; its certificate may be its own. */
const server = process.env['ALLOQUY_SERVER'] ?? 'https://127.0.0.1:8443';
const proxied = { target: server, secure: false, changeOrigin: true };
const proxy = { '/api/v1/gateway': { ...proxied, ws: true }, '/api': proxied, '/irc': { ...proxied, ws: true } };

/** The hash is of the one style sheet that react-aria-components puts into the page. */
const policy = [
  "default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self' 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='", "img-src 'self' blob: data:", "media-src 'self' blob:", "font-src 'self'",
  "connect-src 'self' ws: wss:", "worker-src 'self'", "manifest-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "require-trusted-types-for 'script'", 'trusted-types alloquy',
].join('; ');

/** The licence of the type we use goes where its files go. */
function fontLicence(): Plugin {
  return {
    name: 'font-licence',
    generateBundle() {
      const licence = createRequire(import.meta.url).resolve('@fontsource-variable/inter/LICENSE');
      this.emitFile({ type: 'asset', fileName: 'assets/inter-licence.txt', source: readFileSync(licence, 'utf8') });
    },
  };
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [
    // The English text stays in the code, so that a text without a translation is readable, and English needs no catalogue.
    react({ babel: { plugins: [['@lingui/babel-plugin-lingui-macro', { stripMessageField: false }]] } }),
    lingui(),
    fontLicence(),
  ],
  resolve: { alias: packageAliases },
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    // Everything is a file with a hashed name: data: addresses would need a wider policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What changes rarely stays in the browser's cache over releases.
        codeSplitting: {
          groups: [{ name: 'react', test: /node_modules[\/](react|react-dom|scheduler)[\/]/ }],
        },
      },
    },
  },
  server: { host: '127.0.0.1', proxy },
  // What was built, under the policy that the server gives the page.
  preview: { host: '127.0.0.1', proxy, headers: { 'Content-Security-Policy': policy } },
});
