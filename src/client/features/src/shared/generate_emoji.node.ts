// SPDX-License-Identifier: GPL-2.0-or-later
// Makes the lists that the emoji picker loads, from emojibase's data: `jiti features/src/shared/generate_emoji.node.ts`.
// A list has what is shown and searched, nothing else; a test says when it is behind the data.

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { withSkinTone, type EmojiEntry } from './emoji.std';

interface Source {
  readonly hexcode: string;
  readonly label: string;
  readonly unicode: string;
  readonly group?: number;
  readonly order?: number;
  readonly tags?: readonly string[];
  readonly skins?: readonly { readonly unicode: string }[];
}

const { resolve } = createRequire(import.meta.url);

function read<Content>(path: string): Content {
  return JSON.parse(readFileSync(resolve(`emojibase-data/${path}`), 'utf8')) as Content;
}

function sources(language: string): Source[] {
  // Group 2 has parts of emoji, what has no group are letters of flags. The sign that asks for a picture is left out
  // where there is no other form: people's keyboards leave it out too, and a reaction must be the same text.
  const wanted = read<Source[]>(`${language}/compact.json`).filter((each) => each.group !== undefined && each.group !== 2);
  return wanted.sort((one, other) => (one.order ?? 0) - (other.order ?? 0)).map((each) => ({ ...each, unicode: each.unicode.replace(/(\p{Emoji_Presentation})\ufe0f/gu, '$1') }));
}

const modifiers = ['🏻', '🏼', '🏽', '🏾', '🏿'];

export function englishList(): EmojiEntry[] {
  const common = read<Record<string, string | string[]>>('en/shortcodes/github.json');
  const own = read<Record<string, string | string[]>>('en/shortcodes/emojibase.json');
  return sources('en').map((each) => {
    const names = [...new Set([common[each.hexcode] ?? [], own[each.hexcode] ?? []].flat())].slice(0, 4);
    const toned = each.skins !== undefined && modifiers.every((modifier, index) => each.skins?.[index]?.unicode === withSkinTone(each.unicode, modifier));
    const tags = (each.tags ?? []).filter((tag) => !names.includes(tag) && !each.label.includes(tag)).slice(0, 6);
    return [each.unicode, each.label, each.group ?? 0, names, tags, toned ? 1 : 0];
  });
}

/** Label and words of each entry of the English list, in its order. */
export function translatedList(language: string): [string, string[]][] {
  const byCode = new Map(sources(language).map((each) => [each.hexcode, each]));
  return sources('en').map((each) => {
    const found = byCode.get(each.hexcode);
    return [found?.label ?? each.label, (found?.tags ?? []).slice(0, 6)];
  });
}

export const lists: Readonly<Record<string, () => unknown>> = { 'emoji_en.json': englishList, 'emoji_de.json': () => translatedList('de') };

export function textOfList(name: string): string {
  return `${JSON.stringify(lists[name]?.())}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const name of Object.keys(lists)) writeFileSync(fileURLToPath(new URL(name, import.meta.url)), textOfList(name));
}
