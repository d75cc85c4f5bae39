// SPDX-License-Identifier: GPL-2.0-or-later
import { describe, expect, it } from 'vitest';
import { utf8Length } from '@alloquy/base/text.std';
import { Batches } from './batches.std';
import { parseLine } from './line.std';
import { composeText, cutText, readMultilineLimits, usualLimits } from './outgoing.std';

const plain = { target: '#general', notice: false, action: false, label: 'L1', tags: {} };

function linesOf(text: string, more: object = {}): readonly string[] {
  const composed = composeText({ ...plain, text, ...more }, usualLimits);
  if (!composed.ok) throw new Error(composed.code);
  return composed.lines;
}

/** What others get: the server joins the lines as we do. */
function received(lines: readonly string[]): string | undefined {
  const batches = new Batches();
  return lines.flatMap((text) => batches.take(parseLine(text) ?? { tags: {}, source: null, command: 'BROKEN', params: [] })).at(-1)?.line.params[1];
}

describe('a message that goes out', () => {
  it('is one line when it fits in one', () => {
    expect(linesOf('hello')).toEqual(['@label=L1 PRIVMSG #general :hello']);
    expect(linesOf(':) there', { notice: true, tags: { '+reply': '7' } })).toEqual(['@+reply=7;label=L1 NOTICE #general ::) there']);
  });
  it('is one multiline message when it doesn’t, and says the same', () => {
    for (const text of ['one\ntwo\n\n  four', 'ä'.repeat(3000), `${'word '.repeat(900)}end`, '👩‍👩‍👧'.repeat(300), 'x'.repeat(16_384)]) {
      const lines = linesOf(text, { tags: { '+reply': '7' } });
      expect(lines[0]).toBe('@+reply=7;label=L1 BATCH +L1 draft/multiline #general');
      expect(received(lines)).toBe(text);
      for (const line of lines) expect(utf8Length(line.replace(/^@\S+ /, '')) + 110).toBeLessThanOrEqual(512);
    }
  });
  it('is refused before it is sent when the server would refuse it', () => {
    expect(composeText({ ...plain, text: 'x'.repeat(16_385) }, usualLimits)).toEqual({ ok: false, code: 'message_too_long' });
    expect(composeText({ ...plain, text: 'x\n'.repeat(101) + 'x' }, usualLimits)).toEqual({ ok: false, code: 'message_too_long' });
    expect(composeText({ ...plain, text: ' \n\r\n ' }, usualLimits)).toEqual({ ok: false, code: 'message_empty' });
  });
  it('is an action on one line', () => {
    expect(linesOf('waves', { action: true })).toEqual(['@label=L1 PRIVMSG #general :\u0001ACTION waves\u0001']);
    expect(received(linesOf('waves\nagain', { action: true }))).toBe('\u0001ACTION waves again\u0001');
  });
  it('can’t smuggle in another line', () => {
    for (const line of linesOf('a\r\nQUIT\rB\0C')) expect(line).not.toMatch(/[\r\n\0]/);
  });
});

describe('cutting', () => {
  it('breaks after spaces and between letters, and loses nothing', () => {
    const text = 'lorem ipsum dolor sit amet '.repeat(20);
    const pieces = cutText(text, 50);
    expect(pieces.join('')).toBe(text);
    for (const piece of pieces.slice(0, -1)) expect(piece.endsWith(' ')).toBe(true);
  });
  it('keeps joined emoji and marks together', () => {
    const pieces = cutText('👩‍👩‍👧'.repeat(10), 40);
    for (const piece of pieces) expect(piece.length % '👩‍👩‍👧'.length).toBe(0);
    expect(cutText('e\u0301'.repeat(50), 10).every((piece) => !piece.startsWith('\u0301'))).toBe(true);
  });
  it('goes on when one visible character is longer than a line', () => {
    const zalgo = `z${'\u0301'.repeat(500)}`;
    expect(cutText(zalgo, 100).join('')).toBe(zalgo);
  });
});

it('reads the limits of multiline', () => {
  expect(readMultilineLimits('max-bytes=4096,max-lines=24')).toEqual({ maximumBytes: 4096, maximumLines: 24 });
  expect(readMultilineLimits('')).toEqual(usualLimits);
});
