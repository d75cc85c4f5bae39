// SPDX-License-Identifier: GPL-2.0-or-later
// How `@alloquy/<package>/<file>` is found, for Vite and Vitest; tsconfig.json's `paths` say the same to the compiler.

import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

export const packageAliases = [{ find: /^@alloquy\/(\w+)\/(.*)$/, replacement: `${root}$1/src/$2` }];
