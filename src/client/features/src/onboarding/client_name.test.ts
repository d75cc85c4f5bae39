// SPDX-License-Identifier: GPL-2.0-or-later
import { describe, expect, it } from 'vitest';
import { clientName, inviteCode } from './client_name.std';

describe('the name of a session', () => {
  it('says which browser on which system', () => {
    expect(clientName('Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36')).toBe('Chrome on Linux');
    expect(clientName('Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe('Firefox on Windows');
    expect(clientName('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1')).toBe('Safari on iOS');
    expect(clientName('?')).toBe('Browser');
  });
});

describe('an invite that somebody pasted', () => {
  it('may be a link or a code', () => {
    expect(inviteCode(' https://chat.example/join#aB3-x ')).toBe('aB3-x');
    expect(inviteCode('https://chat.example/invite/aB3-x')).toBe('aB3-x');
    expect(inviteCode('aB3-x')).toBe('aB3-x');
    expect(inviteCode('https://chat.example/join#%E0%A4%A')).toBe('%E0%A4%A');
  });
});
