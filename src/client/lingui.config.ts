// SPDX-License-Identifier: GPL-2.0-or-later
import { defineConfig } from '@lingui/cli';

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'de', 'pseudo'],
  pseudoLocale: 'pseudo',
  fallbackLocales: { default: 'en' },
  catalogs: [{ path: '<rootDir>/web/src/locales/{locale}', include: ['<rootDir>/{ui,features,web}/src'] }],
  format: 'po',
});
