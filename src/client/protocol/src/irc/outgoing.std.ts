// SPDX-License-Identifier: GPL-2.0-or-later
// What people write, as lines for the server: long text as one multiline message, cut where no letter breaks.

import { bytesOfCodePoint, utf8Length, wellFormed } from '@alloquy/base/text.std';
import { serialiseLine } from './line.std';

export interface MessageLimits {
  readonly maximumBytes: number;
  readonly maximumLines: number;
}

/** What the server is known to take; `draft/multiline=max-bytes=…,max-lines=…` says it anew at each connection. */
export const usualLimits: MessageLimits = { maximumBytes: 16_384, maximumLines: 100 };

export function readMultilineLimits(value: string): MessageLimits {
  const number = (name: string, otherwise: number) => {
    const match = new RegExp(`(?:^|,)${name}=(\\d{1,9})(?:,|$)`).exec(value);
    return match ? Number(match[1]) : otherwise;
  };
  return { maximumBytes: number('max-bytes', usualLimits.maximumBytes), maximumLines: number('max-lines', usualLimits.maximumLines) };
}

// A relayed line begins with ":nick!user@host ", which the sender doesn't see: 32, 10 and 64 bytes at most.
const longestSource = 1 + 32 + 1 + 10 + 1 + 64 + 1;
const lineLimit = 512 - 2;

/** Bytes of text that fit in one line to `target` whatever the server puts before it. */
export function roomForText(command: string, target: string): number {
  return lineLimit - longestSource - utf8Length(`${command} ${target} :`);
}

/** Pieces of at most `limit` bytes, none of which cuts a code point, a joined emoji or a combining mark if that can be helped; rather after a space. */
export function cutText(text: string, limit: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  let bytes = 0;
  let space = -1; // index in `piece` after its last space
  let soft = -1; // index in `piece` where a new visible character begins
  let joins = false;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const size = bytesOfCodePoint(code);
    const continues = joins || isContinuation(code);
    joins = code === 0x200d;
    if (bytes + size > limit) {
      const at = space > piece.length / 2 ? space : continues && soft > 0 ? soft : piece.length;
      pieces.push(piece.slice(0, at));
      piece = piece.slice(at);
      bytes = utf8Length(piece);
      space = -1;
      soft = -1;
    }
    if (!continues) soft = piece.length;
    piece += character;
    bytes += size;
    if (character === ' ') space = piece.length;
  }
  if (piece !== '' || pieces.length === 0) pieces.push(piece);
  return pieces;
}

function isContinuation(code: number): boolean {
  return code === 0x200d || (code >= 0x300 && code <= 0x36f) || (code >= 0xfe00 && code <= 0xfe0f) || (code >= 0x1f3fb && code <= 0x1f3ff) || (code >= 0xe0020 && code <= 0xe007f);
}

export interface TextToSend {
  readonly target: string;
  readonly text: string;
  readonly notice: boolean;
  readonly action: boolean;
  readonly label: string;
  /** Client-only tags, as `+reply`. */
  readonly tags: Readonly<Record<string, string | undefined>>;
}

export type Composed = { readonly ok: true; readonly lines: readonly string[] } | { readonly ok: false; readonly code: 'message_too_long' | 'message_empty' };

/** Carriage returns, NULs and the mark of CTCP can’t be sent as text, and spaces at the very end say nothing. */
export function cleanText(text: string): string {
  return wellFormed(text).replace(/\r\n?/g, '\n').replace(/[\0\u0001]/g, '').replace(/\s+$/, '');
}

export function composeText(message: TextToSend, limits: MessageLimits): Composed {
  const command = message.notice ? 'NOTICE' : 'PRIVMSG';
  const text = cleanText(message.text);
  if (text.trim() === '') return { ok: false, code: 'message_empty' };
  const limit = roomForText(command, message.target);
  const tags = { ...message.tags, label: message.label };
  if (message.action) {
    const oneLine = `\u0001ACTION ${text.replaceAll('\n', ' ')}\u0001`;
    if (utf8Length(oneLine) <= limit) return { ok: true, lines: [serialiseLine({ tags, command, params: [message.target, oneLine] })] };
  }
  if (!text.includes('\n') && utf8Length(text) <= limit) {
    return { ok: true, lines: [withTrailing({ tags, command, target: message.target, text })] };
  }
  if (utf8Length(text) > limits.maximumBytes) return { ok: false, code: 'message_too_long' };
  const reference = message.label.replace(/[^A-Za-z0-9-]/g, '') || 'm';
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    cutText(line, limit).forEach((piece, index) => {
      lines.push(withTrailing({ tags: { batch: reference, 'draft/multiline-concat': index > 0 ? '' : undefined }, command, target: message.target, text: piece }));
    });
  }
  if (lines.length > limits.maximumLines) return { ok: false, code: 'message_too_long' };
  return {
    ok: true,
    lines: [serialiseLine({ tags, command: 'BATCH', params: [`+${reference}`, 'draft/multiline', message.target] }), ...lines, `BATCH -${reference}`],
  };
}

interface TextLine {
  readonly tags: Readonly<Record<string, string | undefined>>;
  readonly command: string;
  readonly target: string;
  readonly text: string;
}

/** Always with a colon: text is text, also when it is one word. */
function withTrailing({ tags, command, target, text }: TextLine): string {
  const line = serialiseLine({ tags, command, params: [target, 'x'] });
  return `${line.slice(0, -1)}:${text.replace(/[\r\n]/g, ' ')}`;
}
