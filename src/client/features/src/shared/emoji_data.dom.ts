// SPDX-License-Identifier: GPL-2.0-or-later
// Loads the lists of emoji when somebody first wants one, and remembers which were used in this browser.

import { useEffect, useState } from 'react';
import { useLingui } from '@lingui/react';
import { makeIndex, type EmojiEntry, type EmojiIndex } from './emoji.std';

const loading = new Map<string, Promise<EmojiIndex>>();
let newest: EmojiIndex | null = null;

export function loadEmoji(language: string): Promise<EmojiIndex> {
  const known = loading.get(language);
  if (known) return known;
  const made = (async () => {
    const [english, translated] = await Promise.all([import('./emoji_en.json'), language === 'de' ? import('./emoji_de.json') : null]);
    // JSON's types are wider than what the generator writes.
    newest = makeIndex(english.default as unknown as EmojiEntry[], (translated?.default ?? null) as [string, string[]][] | null);
    return newest;
  })();
  loading.set(language, made);
  // Offline: the next wish tries again.
  made.catch(() => loading.delete(language));
  return made;
}

/** The character of a short name, if the list is here. */
export function emojiByName(name: string): string | null {
  return newest?.byName.get(name)?.character ?? null;
}

/** Null until it is here. `wanted` false doesn't load it. */
export function useEmoji(wanted: boolean): { readonly index: EmojiIndex | null; readonly failed: boolean } {
  const { i18n } = useLingui();
  const [result, setResult] = useState<{ index: EmojiIndex | null; failed: boolean }>({ index: newest, failed: false });
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    loadEmoji(i18n.locale).then(
      (index) => current && setResult({ index, failed: false }),
      () => current && setResult((old) => ({ ...old, failed: true })),
    );
    return () => {
      current = false;
    };
  }, [wanted, i18n.locale]);
  return result;
}

const storageKey = 'alloquy.emoji';

interface EmojiHabits {
  readonly recent: readonly string[];
  readonly tone: number;
}

export function emojiHabits(): EmojiHabits {
  const fallback = { recent: ['👍', '❤️', '😂', '🎉', '😮', '😢'], tone: 0 };
  try {
    const stored = JSON.parse(localStorage.getItem(storageKey) ?? 'null') as Partial<EmojiHabits> | null;
    const recent = Array.isArray(stored?.recent) ? stored.recent.filter((each) => typeof each === 'string' && each.length <= 40).slice(0, 24) : [];
    const tone = typeof stored?.tone === 'number' && stored.tone >= 0 && stored.tone <= 5 ? Math.floor(stored.tone) : 0;
    return { recent: recent.length > 0 ? recent : fallback.recent, tone };
  } catch {
    return fallback; // storage forbidden, or somebody else's text in it
  }
}

export function rememberEmoji(change: { readonly used?: string; readonly tone?: number }): void {
  const habits = emojiHabits();
  const recent = change.used === undefined ? habits.recent : [change.used, ...habits.recent.filter((each) => each !== change.used)].slice(0, 24);
  try {
    localStorage.setItem(storageKey, JSON.stringify({ recent, tone: change.tone ?? habits.tone }));
  } catch {
    // Full or forbidden: it isn't worth a word.
  }
}
