// SPDX-License-Identifier: GPL-2.0-or-later
import { describe, expect, it } from 'vitest';
import { escapeTagValue, parseLine, serialiseLine, unescapeTagValue } from './line.std';

describe('a line that comes in', () => {
  it.each([
    ['PING', { command: 'PING', params: [] }],
    ['ping :a b', { command: 'PING', params: ['a b'] }],
    ['PRIVMSG #a :', { command: 'PRIVMSG', params: ['#a', ''] }],
    ['PRIVMSG   #a   word  ', { command: 'PRIVMSG', params: ['#a', 'word'] }],
    ['PRIVMSG #a ::-)', { command: 'PRIVMSG', params: ['#a', ':-)'] }],
    ['MODE #a +o b:c', { command: 'MODE', params: ['#a', '+o', 'b:c'] }],
    ['001 me : spaced ', { command: '001', params: ['me', ' spaced '] }],
    ['CAP * LS * :a b\r\n', { command: 'CAP', params: ['*', 'LS', '*', 'a b'] }],
  ])('%j has its parameters', (text, expected) => {
    expect(parseLine(text)).toMatchObject(expected);
  });

  it.each([
    [':irc.example PING', { nick: 'irc.example', user: null, host: null }],
    [':coolguy!ag@127.0.0.1 PING', { nick: 'coolguy', user: 'ag', host: '127.0.0.1' }],
    [':coolguy@host PING', { nick: 'coolguy', user: null, host: 'host' }],
    [':a!b!c@d@e PING', { nick: 'a', user: 'b!c', host: 'd@e' }],
    [':name|2!u@h PING', { nick: 'name|2', user: 'u', host: 'h' }],
  ])('%j has its source', (text, expected) => {
    expect(parseLine(text)?.source).toEqual(expected);
  });

  it.each([
    ['@a=b;c;d= PING', { a: 'b', c: '', d: '' }],
    ['@a=1;a=2 PING', { a: '2' }],
    ['@x=\\:\\s\\r\\n\\\\\\b\\ PING', { x: '; \r\n\\b' }],
    ['@+vendor.example/x=y=z;;=no PING', { '+vendor.example/x': 'y=z' }],
    ['@__proto__=x;constructor=y PING', { ['__proto__']: 'x', constructor: 'y' }],
  ])('%j has its tags', (text, expected) => {
    expect({ ...parseLine(text)?.tags }).toEqual({ ...expected });
    expect(Object.entries(parseLine(text)?.tags ?? {})).toEqual(Object.entries(expected));
  });

  it.each(['', ' ', '@a', '@a=b ', ':only.source', ':source ', '\r\n', '@a :b '])('%j is none', (text) => {
    expect(parseLine(text)).toBeNull();
  });
  it('is refused when no server may send it', () => {
    expect(parseLine(`PRIVMSG #a :${'x'.repeat(20_000)}`)).toBeNull();
  });
  it('keeps at most so many parameters', () => {
    expect(parseLine(`X ${'p '.repeat(100)}`)?.params).toHaveLength(32);
  });
});

describe('a line that goes out', () => {
  it('is one line, whatever is in it', () => {
    const line = serialiseLine({ tags: { '+reply': '1;2 3\r\n\\', label: 'a', '+x': undefined, '+y': '' }, command: 'PRIVMSG', params: ['#a b', 'one\r\nQUIT\0'] });
    expect(line).toBe('@+reply=1\\:2\\s3\\r\\n\\\\;label=a;+y PRIVMSG #ab :one  QUIT ');
    expect(line).not.toMatch(/[\r\n\0]/);
  });
  it('has a colon where the last parameter needs one', () => {
    expect(serialiseLine({ command: 'A', params: ['b', ''] })).toBe('A b :');
    expect(serialiseLine({ command: 'A', params: ['b', ':c'] })).toBe('A b ::c');
    expect(serialiseLine({ command: 'A', params: ['b', 'c'] })).toBe('A b c');
    expect(serialiseLine({ command: 'A', params: ['', ':x', 'c'] })).toBe('A * x c');
  });
});

/** A small generator, so that a failing case can be had again. */
function randomSource(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('fuzz', () => {
  it('takes any text without an exception and keeps what it wrote', () => {
    const random = randomSource(7);
    const pieces = ['@', ':', ' ', ';', '=', '\\', '\\s', '\r', '\n', '\0', '!', 'PRIVMSG', '#a', 'é', '😀', '\ud800', '__proto__', '001', '+x/y', ','];
    for (let round = 0; round < 20_000; round += 1) {
      let text = '';
      for (let count = random() * 14; count > 0; count -= 1) text += pieces[Math.floor(random() * pieces.length)] ?? '';
      const line = parseLine(text);
      if (!line) continue;
      expect(line.command).not.toContain(' ');
      const again = parseLine(serialiseLine({ tags: line.tags, command: 'X', params: ['t', text] }));
      expect(again?.params[1]).toBe(text.replace(/[\r\n\0]/g, ' '));
      expect(unescapeTagValue(escapeTagValue(text))).toBe(text);
    }
  });
});
