// SPDX-License-Identifier: GPL-2.0-or-later
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { englishList, lists, textOfList, translatedList } from './generate_emoji.node';
import { makeIndex, searchEmoji, withSkinTone } from './emoji.std';

describe('the lists of emoji', () => {
  it.each(Object.keys(lists))('%s is what the data gives', (name) => {
    expect(readFileSync(new URL(name, import.meta.url), 'utf8')).toBe(textOfList(name));
  });
  it('are found by name, by other words, and in two languages', () => {
    const index = makeIndex(englishList(), translatedList('de'));
    const first = (query: string) => searchEmoji(index, query, 1)[0]?.character;
    expect(first('wave')).toBe('👋');
    expect(first('tada')).toBe('🎉');
    expect(first('+1')).toBe('👍');
    expect(searchEmoji(index, 'fußball', 5).map((emoji) => emoji.character)).toContain('⚽');
    expect(searchEmoji(index, 'thumbs u', 5).map((emoji) => emoji.character)).toContain('👍');
    expect(searchEmoji(index, '', 5)).toEqual([]);
    expect(index.byName.get('heart')?.character).toBe('❤️');
  });
  it('take a skin tone behind the first character', () => {
    expect(withSkinTone('✋️', '🏽')).toBe('✋🏽');
    expect(withSkinTone('🧑‍💻', '🏿')).toBe('🧑🏿‍💻');
  });
});
