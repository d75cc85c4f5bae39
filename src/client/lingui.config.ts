// SPDX-License-Identifier: GPL-2.0-or-later
import { defineConfig } from '@lingui/cli';
import { formatter } from '@lingui/format-po';

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'de', 'pseudo'],
  pseudoLocale: 'pseudo',
  fallbackLocales: { default: 'en' },
  catalogs: [{ path: '<rootDir>/web/src/locales/{locale}', include: ['<rootDir>/ui/src', '<rootDir>/features/src', '<rootDir>/web/src'] }],
  // Lines move with every change of the code: without them a catalogue changes only when its texts do.
  format: formatter({ origins: false }),
});
