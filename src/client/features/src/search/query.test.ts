// SPDX-License-Identifier: GPL-2.0-or-later
import { describe, expect, it } from 'vitest';
import { highlightWords, parseQuery, queryText, withFilter, withoutFilter } from './query.std';

describe('a search', () => {
  it('is words and filters', () => {
    expect(parseQuery('from:anna rain in:#garden "has:link in quotes" -snow')).toEqual({
      words: 'rain "has:link in quotes" -snow',
      filters: [{ name: 'from', value: 'anna' }, { name: 'in', value: '#garden' }],
    });
    expect(parseQuery('https://from:x')).toEqual({ words: 'https://from:x', filters: [] });
  });
  it('is one text again', () => {
    const query = parseQuery('rain from:anna');
    expect(queryText(query)).toBe('from:anna rain');
    expect(parseQuery(queryText(query))).toEqual(query);
  });
  it('takes filters on and off', () => {
    const query = withFilter(withFilter(parseQuery('after:2026-01-01 x'), { name: 'after', value: '2026-02-02' }), { name: 'from', value: 'ben' });
    expect(queryText(query)).toBe('after:2026-02-02 from:ben x');
    expect(queryText(withoutFilter(query, { name: 'from', value: 'ben' }))).toBe('after:2026-02-02 x');
    expect(withFilter(query, { name: 'from', value: 'ben' }).filters).toHaveLength(2);
  });
});

describe('what was found', () => {
  const marked = (text: string, words: string) => highlightWords(text, words).map((part) => (part.found ? `[${part.text}]` : part.text)).join('');
  it('is marked as the server finds it', () => {
    expect(marked('Rain in the café, raining', 'rain cafe')).toBe('[Rain] in the [café], raining');
    expect(marked('Rain, raining', 'rain*')).toBe('[Rain], [raining]');
    expect(marked('a b c', '"a b" -c')).toBe('[a] [b] c');
    expect(marked('a b', '')).toBe('a b');
  });
});
