// SPDX-License-Identifier: GPL-2.0-or-later
import { describe, expect, it } from 'vitest';
import { compareIds, isServerId, maximumId } from './ids.std';

describe('ids', () => {
  it('compares by value, not by text', () => {
    expect(compareIds('9', '10')).toBeLessThan(0);
    expect(compareIds('18446744073709551615', '9999999999999999999')).toBeGreaterThan(0);
    expect(compareIds('7', '7')).toBe(0);
  });
  it('puts what is pending last', () => {
    expect(compareIds('local:1', '18446744073709551615')).toBeGreaterThan(0);
    expect(compareIds('local:2', 'local:10')).toBeLessThan(0);
  });
  it('takes the later of two, of which either may be missing', () => {
    expect(maximumId(null, '3')).toBe('3');
    expect(maximumId('30', '4')).toBe('30');
  });
  it('knows the server’s ids', () => {
    expect(isServerId('123')).toBe(true);
    expect(isServerId('local:1')).toBe(false);
  });
});
