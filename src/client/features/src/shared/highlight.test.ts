// SPDX-License-Identifier: GPL-2.0-or-later
import { expect, it } from 'vitest';
import { highlight, type HighlightNode } from './highlight.dom';

function textOf(node: HighlightNode): string {
  return typeof node === 'string' ? node : node.children.map(textOf).join('');
}

it('gives a tree of scopes that has all of the text', () => {
  const code = 'const a: string = "x"; // note\n';
  const tree = highlight('ts', code) ?? [];
  expect(tree.map(textOf).join('')).toBe(code);
  expect(tree.some((node) => typeof node !== 'string' && node.scope === 'keyword')).toBe(true);
  expect(tree.some((node) => typeof node !== 'string' && node.scope === 'string')).toBe(true);
});

it('leaves languages it does not know, and does not mind wrong code', () => {
  expect(highlight('brainfog', 'x')).toBeNull();
  expect((highlight('json', '{"a": <script>') ?? []).map(textOf).join('')).toBe('{"a": <script>');
});
