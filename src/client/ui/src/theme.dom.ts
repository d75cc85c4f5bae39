// SPDX-License-Identifier: GPL-2.0-or-later
// Which of the themes holds: the chosen one, or the system's.

import { useSyncExternalStore } from 'react';
import { useApp } from './app_context.dom';
import type { ThemeName } from './color/name_color.std';

const queries = ['(prefers-contrast: more)', '(prefers-color-scheme: light)'] as const;

let known: readonly MediaQueryList[] | null = null;

/** Asked at every drawing of a name, so the lists are made once. */
function mediaLists(): readonly MediaQueryList[] {
  return (known ??= queries.map((query) => matchMedia(query)));
}

export function systemTheme(): ThemeName {
  const [contrast, light] = mediaLists();
  if (contrast?.matches) return 'contrast';
  return light?.matches ? 'light' : 'dark';
}

export function watchSystemTheme(listener: () => void): () => void {
  // Lists of its own: Chromium tells of no change that somebody has seen already by reading `matches` of the same list.
  const lists = queries.map((query) => matchMedia(query));
  for (const list of lists) list.addEventListener('change', listener);
  return () => {
    for (const list of lists) list.removeEventListener('change', listener);
  };
}

export function useThemeName(): ThemeName {
  const chosen = useApp((state) => state.preferences.theme);
  const system = useSyncExternalStore(watchSystemTheme, systemTheme);
  return chosen === 'system' ? system : chosen;
}
