// SPDX-License-Identifier: GPL-2.0-or-later
// Which language is spoken. English is in the code; others come as catalogues when they are wanted.

import { i18n, type Messages } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { withRegion } from '@alloquy/ui/region.dom';

export const languages = { en: 'English', de: 'Deutsch' } as const;

const catalogues: Readonly<Record<string, () => Promise<{ messages: Messages }>>> = {
  de: () => import('./locales/de.po'),
  // Longer, accented text: shows what isn't translatable and what breaks when it grows. Asked for by tests only.
  pseudo: () => import('./locales/pseudo.po'),
};

/** The chosen language, or the first of the browser's that we speak. */
export function resolveLanguage(chosen: string): string {
  if (chosen === 'en' || chosen in catalogues) return chosen;
  for (const wanted of navigator.languages) {
    const language = wanted.split('-')[0] ?? '';
    if (language in languages) return language;
  }
  return 'en';
}

/** Resolves when the texts are there. A catalogue that doesn't load leaves English. */
export async function speak(chosen: string): Promise<void> {
  const language = resolveLanguage(chosen);
  i18n.setMessagesCompiler(compileMessage);
  let messages: Messages = {};
  let active = language;
  try {
    messages = (await catalogues[language]?.())?.messages ?? {};
  } catch {
    active = 'en';
  }
  i18n.load(active, messages);
  i18n.activate(active, withRegion(active === 'pseudo' ? 'en' : active));
  document.documentElement.lang = active === 'pseudo' ? 'en' : active;
}

export { i18n };
