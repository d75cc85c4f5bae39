// SPDX-License-Identifier: GPL-2.0-or-later
// The rules of the house that the compiler can't hold: layers, environments by file suffix, licence lines, file length.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { judgeFile } from './lint_rules.std';

const root = fileURLToPath(new URL('..', import.meta.url));
const skipped = new Set(['node_modules', 'dist', '.vite', 'test-results']);

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

const files = filesBelow(root).filter((path) => /\.(ts|tsx|css)$/.test(basename(path)));
const complaints = files.flatMap((path) =>
  judgeFile(relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8')),
);
for (const complaint of complaints) console.error(complaint);
console.log(`lint: ${files.length} files, ${complaints.length} complaints`);
process.exit(complaints.length === 0 ? 0 : 1);
