// SPDX-License-Identifier: GPL-2.0-or-later
import { describe, expect, it } from 'vitest';
import { derive } from './derive.dom';

describe('the key of split-1', () => {
  it('is the one that the server derives (its vector)', async () => {
    const salt = Buffer.from(Array.from({ length: 16 }, (_, index) => index)).toString('base64url');
    const key = await derive({ password: 'correct horse bättery', salt, opslimit: 2, memlimit: 19456 * 1024 });
    expect(Buffer.from(key, 'base64url').toString('hex')).toBe('3ba0b8efea6f955f8a03696338ebde2dd73c484e8c44f0f70ca59903808b425c');
  });
});
