// SPDX-License-Identifier: GPL-2.0-or-later
// How much one message may hold (docs/protocol/irc.md), and how a longer text is cut.

export const messageBytes = 16_384;
export const messageLines = 100;

export function utf8Length(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    else if (code >= 0xd800 && code < 0xdc00) {
      bytes += 4;
      index++;
    } else bytes += 3;
  }
  return bytes;
}

/** How full a message is: 1 is all it holds. */
export function fullness(text: string): number {
  return Math.max(utf8Length(text) / messageBytes, text.split('\n').length / messageLines);
}

/** Messages that hold the text, cut at ends of lines where that can be, else at spaces, never in a character. */
export function splitText(text: string): string[] {
  const parts: string[] = [];
  let current: string[] = [];
  let bytes = 0;
  const end = () => {
    if (current.length > 0) parts.push(current.join('\n'));
    current = [];
    bytes = 0;
  };
  for (const line of text.split('\n').flatMap(cutLine)) {
    const length = utf8Length(line) + 1;
    if (current.length >= messageLines || bytes + length > messageBytes) end();
    current.push(line);
    bytes += length;
  }
  end();
  return parts.map((part) => part.replace(/^\n+/, '')).filter((part) => part.trim() !== '');
}

function cutLine(line: string): string[] {
  if (utf8Length(line) < messageBytes) return [line];
  const parts: string[] = [];
  let part = '';
  let bytes = 0;
  for (const character of line) {
    const length = utf8Length(character);
    if (bytes + length >= messageBytes) {
      const space = part.lastIndexOf(' ');
      const cut = space > part.length / 2 ? space : part.length;
      parts.push(part.slice(0, cut));
      part = part.slice(cut).trimStart();
      bytes = utf8Length(part);
    }
    part += character;
    bytes += length;
  }
  return [...parts, part];
}
