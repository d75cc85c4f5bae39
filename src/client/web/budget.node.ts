// SPDX-License-Identifier: GPL-2.0-or-later
// Fails the build when what a first visit loads has grown too big.

import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

interface ManifestEntry {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

const dist = new URL('./dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8')) as Record<string, ManifestEntry>;
const limits = { js: 250 * 1024, css: 30 * 1024 };

const files = new Set<string>();
function collect(name: string): void {
  const entry = manifest[name];
  if (!entry || files.has(entry.file)) return;
  files.add(entry.file);
  for (const sheet of entry.css ?? []) files.add(sheet);
  for (const imported of entry.imports ?? []) collect(imported);
}
for (const [name, entry] of Object.entries(manifest)) if (entry.isEntry) collect(name);

const sizes = { js: 0, css: 0 };
for (const file of files) {
  const kind = file.endsWith('.css') ? 'css' : 'js';
  sizes[kind] += gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;
}

for (const kind of ['js', 'css'] as const) {
  const text = `initial ${kind}: ${(sizes[kind] / 1024).toFixed(1)} KB gzip of ${limits[kind] / 1024}`;
  if (sizes[kind] > limits[kind]) {
    console.error(`${text}: too big`);
    process.exitCode = 1;
  } else console.log(text);
}

const html = readFileSync(new URL('index.html', dist), 'utf8');
if (/<style|<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=/i.test(html)) {
  console.error('index.html has something inline, which the policy of the page forbids');
  process.exitCode = 1;
}
