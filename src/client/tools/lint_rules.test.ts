// SPDX-License-Identifier: GPL-2.0-or-later
import { describe, expect, it } from 'vitest';
import { importsOf, judgeFile } from './lint_rules.std';

const licence = '// SPDX-License-Identifier: GPL-2.0-or-later\n';

describe('lint', () => {
  it('accepts a file that imports from the left', () => {
    expect(judgeFile('state/src/a.std.ts', `${licence}import { b } from '@alloquy/base/ids.std';\n`)).toEqual([]);
  });
  it('refuses an import from the right', () => {
    expect(judgeFile('base/src/a.std.ts', `${licence}import { b } from '@alloquy/state/model.std';\n`)).toHaveLength(1);
  });
  it('lets ui have the types of the model and nothing else of state', () => {
    expect(judgeFile('ui/src/a.dom.tsx', `${licence}import type { Room } from '@alloquy/state/model.std';\n`)).toEqual([]);
    expect(judgeFile('ui/src/a.dom.tsx', `${licence}import { x } from '@alloquy/state/model.std';\n`)).toHaveLength(1);
    expect(judgeFile('ui/src/a.dom.tsx', `${licence}import { x } from '@alloquy/platform/y.dom';\n`)).toHaveLength(1);
  });
  it('keeps pure files pure', () => {
    expect(judgeFile('state/src/a.std.ts', `${licence}import { b } from './b.dom';\n`)).toHaveLength(1);
    expect(judgeFile('state/src/a.std.ts', `${licence}import { b } from 'react';\n`)).toHaveLength(1);
    expect(judgeFile('state/src/a.dom.ts', `${licence}import { b } from './b.std';\n`)).toEqual([]);
  });
  it('keeps features apart', () => {
    expect(judgeFile('features/src/timeline/a.dom.tsx', `${licence}import { b } from '../composer/b.dom';\n`)).toHaveLength(1);
    expect(judgeFile('features/src/timeline/a.dom.tsx', `${licence}import { b } from '@alloquy/features/composer/b.dom';\n`)).toHaveLength(1);
    expect(judgeFile('features/src/timeline/a.dom.tsx', `${licence}import { b } from './b.dom';\n`)).toEqual([]);
  });
  it('lets features draw with what they share, which knows none of them', () => {
    expect(judgeFile('features/src/timeline/a.dom.tsx', `${licence}import { b } from '@alloquy/features/shared/b.dom';\n`)).toEqual([]);
    expect(judgeFile('features/src/shared/a.dom.tsx', `${licence}import { b } from '@alloquy/features/timeline/b.dom';\n`)).toHaveLength(1);
  });
  it('wants a licence, a suffix, a plain name and at most 400 lines', () => {
    expect(judgeFile('base/src/Ids.ts', 'export {};\n')).toHaveLength(3);
    expect(judgeFile('base/src/a.std.ts', licence + '\n'.repeat(400))).toHaveLength(1);
    expect(judgeFile('ui/src/a.css', '/* SPDX-License-Identifier: GPL-2.0-or-later */\n')).toEqual([]);
  });
  it('refuses HTML made from text', () => {
    expect(judgeFile('ui/src/a.dom.tsx', `${licence}element.innerHTML = text;\n`)).toHaveLength(1);
  });
  it('sees every way to import', () => {
    const found = importsOf("import a from 'a';\nimport 'b';\nexport * from 'c';\nconst d = await import('d');\nimport type {\n E } from 'e';\n");
    expect(found.map((each) => each.specifier)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});
