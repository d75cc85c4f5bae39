// SPDX-License-Identifier: GPL-2.0-or-later
import { expect, it } from 'vitest';
import { backoffDelay } from './backoff.std';

const rule = { first: 1000, most: 30_000 };

it('waits longer each time, up to a ceiling', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 99].map((attempt) => backoffDelay(rule, attempt, 1))).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
});
it('spreads the tries over half of the time', () => {
  expect(backoffDelay(rule, 0, 0)).toBe(500);
  expect(backoffDelay(rule, 99, 0)).toBe(15_000);
});
