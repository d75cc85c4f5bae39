// SPDX-License-Identifier: GPL-2.0-or-later
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { getCatalogs } from '@lingui/cli/api';
import { getConfig } from '@lingui/conf';
import { expect, it } from 'vitest';

it('has every text of the code in the catalogues, and no other (else: npm run messages)', async () => {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const config = getConfig({ cwd: root, configPath: `${root}lingui.config.ts` });
  const [catalog] = await getCatalogs(config);
  const collected = (await catalog?.collect({ files: undefined })) ?? {};
  const texts = Object.values(collected).map(({ message }) => message ?? '');
  const po = readFileSync(new URL('./en.po', import.meta.url), 'utf8');
  const kept = [...po.matchAll(/^msgid ((?:".*"\n)+)/gm)].map((match) => (match[1] ?? '').trim().split('\n').map((line) => JSON.parse(line) as string).join('')).filter((text) => text !== '');
  expect(texts.filter((text) => !kept.includes(text)), 'not in the catalogue').toEqual([]);
  expect(kept.filter((text) => !texts.includes(text)), 'not in the code anymore').toEqual([]);
}, 120_000);
