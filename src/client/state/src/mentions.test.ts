// SPDX-License-Identifier: GPL-2.0-or-later
import { describe, expect, it } from 'vitest';
import { namesEverybody, namesPerson } from './mentions.std';

describe('a mention', () => {
  it.each(['@ann', 'hi @Ann!', '(@ann)', 'ann: hi', 'Ann, hi', 'x\nann: hi', '@ann-marie and @ann'])('%j names ann', (text) => {
    expect(namesPerson(text, 'Ann')).toBe(true);
  });
  it.each(['ann', 'hi ann: x', '@anna', '@ann-marie', 'mail@ann.example'.replace('.example', ''), '`@ann`', '```\n@ann\n```', 'https://x.example/@ann', 'ann:', 'joann: hi'])('%j doesn’t', (text) => {
    expect(namesPerson(text, 'ann')).toBe(false);
  });
  it('of everybody', () => {
    expect(namesEverybody('hey @everyone')).toBe(true);
    expect(namesEverybody('`@everyone` x@everyone @everyoneelse')).toBe(false);
  });
  it('takes no time over long text', () => {
    expect(namesPerson('@an '.repeat(25_000), 'ann')).toBe(false);
    expect(namesPerson('`'.repeat(100_000), 'ann')).toBe(false);
  });
});
