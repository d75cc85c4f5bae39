// SPDX-License-Identifier: GPL-2.0-or-later
// What is being written before the caret that could be completed, and what could complete it.

export type CompletionKind = 'person' | 'room' | 'emoji' | 'command';

export interface CompletionQuery {
  readonly kind: CompletionKind;
  /** Without its sign. */
  readonly query: string;
  /** Of what is replaced, its sign included. */
  readonly start: number;
  readonly end: number;
}

const longest = 42;

export function completionAt(text: string, caret: number): CompletionQuery | null {
  const before = text.slice(Math.max(0, caret - longest), caret);
  const match = /(?:^|[\s([{"'*_~|>])([@#:])([\p{L}\p{N}_+-]*)$/u.exec(before);
  if (match) {
    const [, sign = '', query = ''] = match;
    const kind = sign === '@' ? 'person' : sign === '#' ? 'room' : 'emoji';
    // ':)' and '10:' are no emoji, and neither is anything in code.
    if (kind === 'emoji' && query.length < 2) return null;
    if (insideCode(text, caret)) return null;
    return { kind, query, start: caret - query.length - 1, end: caret };
  }
  const command = /^\/([a-z]*)$/i.exec(text.slice(0, caret));
  return command ? { kind: 'command', query: command[1] ?? '', start: 0, end: caret } : null;
}

function insideCode(text: string, caret: number): boolean {
  const before = text.slice(0, caret);
  if ((before.match(/^```/gm)?.length ?? 0) % 2 === 1) return true;
  const line = before.slice(before.lastIndexOf('\n') + 1);
  return ((line.match(/`/g)?.length ?? 0) % 2) === 1;
}

/** Those that fit, best first: the name begins so, a word of it begins so, it is in it. Of equals the given order stays. */
export function rankNames<Item>(items: readonly Item[], query: string, namesOf: (item: Item) => readonly string[], most: number): Item[] {
  const wanted = query.toLowerCase();
  const ranked: [number, Item][] = [];
  for (const item of items) {
    const ranks = namesOf(item).map((name) => rankName(name.toLowerCase(), wanted));
    const best = Math.min(...ranks);
    if (best < 4) ranked.push([best, item]);
  }
  return ranked.sort(([one], [other]) => one - other).slice(0, most).map(([, item]) => item);
}

function rankName(name: string, wanted: string): number {
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  if (name.split(/[\s_-]+/).some((word) => word.startsWith(wanted))) return 2;
  return name.includes(wanted) ? 3 : 4;
}
