// SPDX-License-Identifier: GPL-2.0-or-later
// pack.mjs DIST OUT: writes OUT/client_files.cpp (the table that client_file.hpp describes), OUT/client_bytes.S (the bytes) and
// OUT/files, which it includes: each file as it is and, where that saves at least a twentieth, compressed with Brotli.

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith('.') ? [] : filesBelow(path);
    // Source maps are for developers, who have the sources.
    return entry.name.startsWith('.') || extname(path) === '.map' ? [] : [path];
  });
}

function compress(bytes) {
  const packed = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  return packed.length <= bytes.length * 0.95 ? packed : null;
}

const [dist, out] = process.argv.slice(2);
const folder = join(out, 'files');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

// In the order of bytes, as the server's binary search expects.
const files = filesBelow(dist)
  .map((path) => ({ source: path, path: `/${relative(dist, path).split(sep).join('/')}` }))
  .sort((a, b) => (a.path < b.path ? -1 : 1));
if (!files.some((file) => file.path === '/index.html')) throw new Error(`there is no index.html in ${dist}`);

const bytes = [];
const rows = [];
const declarations = [];
function embed(name, data) {
  const path = join(folder, name);
  writeFileSync(path, data);
  bytes.push(`    .global alloquy_${name}\nalloquy_${name}:\n    .incbin ${JSON.stringify(path)}\n`);
  declarations.push(`extern char const alloquy_${name}[];`);
  return `{alloquy_${name}, ${data.length}}`;
}

files.forEach((file, index) => {
  const data = readFileSync(file.source);
  const type = types[extname(file.path)] ?? 'application/octet-stream';
  const etag = `"\\"${createHash('sha256').update(data).digest('base64url').slice(0, 22)}\\""`;
  const plain = embed(`plain_${index}`, data);
  const packed = compress(data);
  const brotli = packed ? embed(`brotli_${index}`, packed) : '{}';
  const forever = file.path.startsWith('/assets/');
  rows.push(`    {${JSON.stringify(file.path)}, ${JSON.stringify(type)}, ${etag}, ${plain}, ${brotli}, ${forever}},`);
});

writeFileSync(join(out, 'client_bytes.S'), `    .section .rodata\n${bytes.join('')}    .section .note.GNU-stack,"",%progbits\n`);
writeFileSync(
  join(out, 'client_files.cpp'),
  `// Made by src/webapp/pack.mjs.
#include <alloquy/webapp/client_file.hpp>

extern "C" {
${declarations.join('\n')}
}

namespace alloquy::webapp {
namespace {

ClientFile const files[] = {
${rows.join('\n')}
};

}  // namespace

ClientFiles const client_files{files};

}  // namespace alloquy::webapp
`,
);
