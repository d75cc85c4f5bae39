// SPDX-License-Identifier: GPL-2.0-or-later
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { apiTypesPath, makeApiTypes } from './api_types.node';

it('keeps the API types as the description of the API has them (else: npm run generate)', async () => {
  expect(readFileSync(apiTypesPath, 'utf8')).toBe(await makeApiTypes());
});
