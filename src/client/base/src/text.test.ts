// SPDX-License-Identifier: GPL-2.0-or-later
import { describe, expect, it } from 'vitest';
import { base64OfText, foldName, utf8Bytes, utf8Length, wellFormed } from './text.std';

const samples = ['', 'a', 'ab', 'abc', 'grüße', '日本語', '👩‍👩‍👧 and 🏴', '\u0000\u007f\u0080\u07ff\u0800\uffff\u{10000}\u{10ffff}'];

describe('text as bytes', () => {
  it('counts and writes what TextEncoder does', () => {
    for (const text of samples) {
      expect(utf8Bytes(text)).toEqual([...new TextEncoder().encode(text)]);
      expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
    }
  });
  it('replaces lone surrogates', () => {
    expect(wellFormed('a\ud800b\udc00c😀')).toBe('a\ufffdb\ufffdc😀');
    expect(utf8Length('\ud800')).toBe(3);
  });
  it('writes base 64', () => {
    for (const text of samples) expect(base64OfText(text)).toBe(Buffer.from(text).toString('base64'));
  });
  it('folds names as the server does', () => {
    expect(foldName('ÄliceÅ|[X]')).toBe('ÄliceÅ|[x]');
  });
});
