// SPDX-License-Identifier: GPL-2.0-or-later
// A search as words and filters. The server reads one text (`from:anna in:#room rain`); the screen shows filters apart.

export const filterNames = ['from', 'in', 'mentions', 'has', 'is', 'before', 'after'] as const;
export type FilterName = (typeof filterNames)[number];

export interface Filter {
  readonly name: FilterName;
  readonly value: string;
}

export interface SearchQuery {
  readonly words: string;
  readonly filters: readonly Filter[];
}

export function parseQuery(text: string): SearchQuery {
  const filters: Filter[] = [];
  // Phrases in quotes are words, whatever they hold.
  const words = text.replace(/"[^"]*"?|(?<!\S)(from|in|mentions|has|is|before|after):(\S+)/gi, (whole, name: string | undefined, value: string) => {
    if (name === undefined) return whole;
    filters.push({ name: name.toLowerCase() as FilterName, value });
    return '';
  });
  return { words: words.replace(/\s+/g, ' ').trim(), filters };
}

export function queryText({ words, filters }: SearchQuery): string {
  return [...filters.map(({ name, value }) => `${name}:${value}`), words].filter((part) => part !== '').join(' ');
}

/** The same filter twice is one; of `before`, `after` only the last counts. */
export function withFilter(query: SearchQuery, filter: Filter): SearchQuery {
  const single = filter.name === 'before' || filter.name === 'after';
  const rest = query.filters.filter((each) => (single ? each.name !== filter.name : each.name !== filter.name || each.value !== filter.value));
  return { ...query, filters: [...rest, filter] };
}

export function withoutFilter(query: SearchQuery, filter: Filter): SearchQuery {
  return { ...query, filters: query.filters.filter((each) => each.name !== filter.name || each.value !== filter.value) };
}

/** Parts of a text, those that were searched for marked. Whole words in any case and without accents, as the server finds them. */
export function highlightWords(text: string, words: string): { readonly text: string; readonly found: boolean }[] {
  const wanted = [...words.matchAll(/(?<![\w-])"([^"]+)"|(?<!\S)([^\s"-][^\s"]*)/g)].flatMap((match) => (match[1] ?? match[2] ?? '').split(/\s+/)).map(fold).filter((word) => word !== '');
  if (wanted.length === 0) return [{ text, found: false }];
  const parts: { text: string; found: boolean }[] = [];
  for (const match of text.matchAll(/[\p{L}\p{N}\p{M}_]+|[^\p{L}\p{N}\p{M}_]+/gu)) {
    const word = fold(match[0]);
    const found = wanted.some((each) => (each.endsWith('*') ? word.startsWith(each.slice(0, -1)) : word === each));
    const last = parts.at(-1);
    if (last && last.found === found) last.text += match[0];
    else parts.push({ text: match[0], found });
  }
  return parts;
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
