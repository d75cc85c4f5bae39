// SPDX-License-Identifier: GPL-2.0-or-later
// Emoji: what the lists hold, and how they are searched.

/** Character, label, group, short names, other words, whether it takes a skin tone. */
export type EmojiEntry = readonly [character: string, label: string, group: number, names: readonly string[], tags: readonly string[], toned: 0 | 1];

export interface Emoji {
  readonly character: string;
  readonly label: string;
  readonly group: number;
  readonly names: readonly string[];
  readonly toned: boolean;
  /** All words it can be found by, in lower case. */
  readonly words: readonly string[];
}

export interface EmojiIndex {
  readonly all: readonly Emoji[];
  readonly byName: ReadonlyMap<string, Emoji>;
}

export function makeIndex(entries: readonly EmojiEntry[], translated: readonly (readonly [string, readonly string[]])[] | null): EmojiIndex {
  const byName = new Map<string, Emoji>();
  const all = entries.map(([character, label, group, names, tags, toned], index) => {
    const [ownLabel, ownTags] = translated?.[index] ?? [label, []];
    const words = [...names, ...tags, ...ownTags, ...label.split(' '), ...ownLabel.split(' ')].map((word) => word.toLowerCase());
    const emoji = { character, label: ownLabel, group, names, toned: toned === 1, words: [...new Set(words)] };
    for (const name of names) if (!byName.has(name)) byName.set(name, emoji);
    return emoji;
  });
  return { all, byName };
}

/** Best first: by the whole name, by its beginning, by the beginning of any word, by a part of a name. */
export function searchEmoji(index: EmojiIndex, query: string, most: number): Emoji[] {
  const wanted = query.toLowerCase().trim().split(/[\s_]+/).filter((word) => word !== '');
  if (wanted.length === 0) return [];
  const joined = wanted.join('_');
  const ranked: [number, Emoji][] = [];
  for (const emoji of index.all) {
    const rank = rankOf(emoji, wanted, joined);
    if (rank !== null) ranked.push([rank, emoji]);
  }
  return ranked.sort(([one], [other]) => one - other).slice(0, most).map(([, emoji]) => emoji);
}

function rankOf(emoji: Emoji, wanted: readonly string[], joined: string): number | null {
  if (emoji.names.includes(joined)) return 0;
  if (emoji.names.some((name) => name.startsWith(joined))) return 1;
  if (wanted.every((word) => emoji.words.includes(word))) return 2;
  if (wanted.every((word) => emoji.words.some((each) => each.startsWith(word)))) return 3;
  if (emoji.names.some((name) => name.includes(joined))) return 4;
  return null;
}

/** The tone goes behind the first character, in place of the sign that asks for a picture. */
export function withSkinTone(character: string, modifier: string): string {
  const [first = ''] = character;
  const rest = character.slice(first.length);
  return first + modifier + (rest.startsWith('\ufe0f') ? rest.slice(1) : rest);
}

export const skinTones = ['', '🏻', '🏼', '🏽', '🏾', '🏿'] as const;
