// SPDX-License-Identifier: GPL-2.0-or-later
import { useSyncExternalStore } from 'react';
import type { ThemeName } from '@alloquy/ui/color/name_color.std';

/** The theme that is on the page now, whoever put it there. */
export function useThemeName(): ThemeName {
  return useSyncExternalStore(subscribe, readTheme, readTheme);
}

function readTheme(): ThemeName {
  const theme = document.documentElement.dataset['theme'];
  return theme === 'light' || theme === 'contrast' ? theme : 'dark';
}

const listeners = new Set<() => void>();
let observer: MutationObserver | null = null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!observer) {
    observer = new MutationObserver(() => listeners.forEach((each) => each()));
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  }
  return () => {
    listeners.delete(listener);
  };
}
