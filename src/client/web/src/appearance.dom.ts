// SPDX-License-Identifier: GPL-2.0-or-later
// Preferences that style sheets read, as attributes of the root element.

import { systemTheme, watchSystemTheme } from '@alloquy/ui/theme.dom';
import type { Preferences } from '@alloquy/state/model.std';

interface PreferencesSource {
  getState(): { readonly preferences: Preferences };
  subscribe(listener: () => void): () => void;
}

export function applyAppearance(preferences: Preferences): void {
  const root = document.documentElement;
  root.dataset['theme'] = preferences.theme === 'system' ? systemTheme() : preferences.theme;
  root.dataset['density'] = preferences.density;
  root.dataset['motion'] = preferences.motion;
  root.dataset['underlineLinks'] = preferences.underlineLinks ? 'yes' : 'no';
  root.style.setProperty('--font-scale', String(preferences.fontScale));
  const ground = getComputedStyle(root).getPropertyValue('--color-background').trim();
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', ground);
}

export function keepAppearance(store: PreferencesSource): void {
  let applied: Preferences | null = null;
  const apply = () => {
    const { preferences } = store.getState();
    if (preferences === applied) return;
    applied = preferences;
    applyAppearance(preferences);
  };
  apply();
  store.subscribe(apply);
  watchSystemTheme(() => {
    applied = null;
    apply();
  });
}
