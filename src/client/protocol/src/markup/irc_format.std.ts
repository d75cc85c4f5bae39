// SPDX-License-Identifier: GPL-2.0-or-later
// IRC's formatting codes (modern.ircdocs.horse/formatting): toggles in the text, which end with the line.

import type { TextStyle } from './nodes.std';

export const plainStyle: TextStyle = {
  bold: false,
  italic: false,
  underline: false,
  strike: false,
  monospace: false,
  reverse: false,
  color: null,
  background: null,
};

const codePattern = /\x03(?:(\d{1,2})(?:,(\d{1,2}))?)?|\x04(?:([0-9a-f]{6})(?:,([0-9a-f]{6}))?)?|[\x02\x0f\x11\x16\x1d\x1e\x1f]/iy;
const anyCode = /\x03(?:\d{1,2}(?:,\d{1,2})?)?|\x04(?:[0-9a-f]{6}(?:,[0-9a-f]{6})?)?|[\x02\x0f\x11\x16\x1d\x1e\x1f]/gi;

export function isFormatCode(code: number): boolean {
  return (
    code === 0x02 || code === 0x03 || code === 0x04 || code === 0x0f || code === 0x11 || code === 0x16 || (code >= 0x1d && code <= 0x1f)
  );
}

/** The code at `index`: the style after it and where the text goes on. Null if there is none. */
export function applyFormatCode(text: string, index: number, style: TextStyle): { style: TextStyle; end: number } | null {
  codePattern.lastIndex = index;
  const match = codePattern.exec(text);
  if (!match) return null;
  return { style: afterCode(match, style), end: index + match[0].length };
}

function afterCode(match: RegExpExecArray, style: TextStyle): TextStyle {
  switch (match[0].charCodeAt(0)) {
    case 0x02:
      return { ...style, bold: !style.bold };
    case 0x1d:
      return { ...style, italic: !style.italic };
    case 0x1f:
      return { ...style, underline: !style.underline };
    case 0x1e:
      return { ...style, strike: !style.strike };
    case 0x11:
      return { ...style, monospace: !style.monospace };
    case 0x16:
      return { ...style, reverse: !style.reverse };
    case 0x03:
      return colored(style, paletteColor(match[1]), paletteColor(match[2]), match[1] === undefined);
    case 0x04:
      return colored(style, hexColor(match[3]), hexColor(match[4]), match[3] === undefined);
    default:
      return plainStyle;
  }
}

// A colour code without numbers ends both colours; one with a single number leaves the background.
function colored(style: TextStyle, color: TextStyle['color'], background: TextStyle['color'], ends: boolean): TextStyle {
  if (ends) return { ...style, color: null, background: null };
  return { ...style, color, background: background ?? style.background };
}

// 99 means the default colour.
function paletteColor(digits: string | undefined): number | null {
  const value = digits === undefined ? 99 : Number(digits);
  return value === 99 ? null : value;
}

function hexColor(digits: string | undefined): string | null {
  return digits === undefined ? null : `#${digits.toLowerCase()}`;
}

export function isPlain(style: TextStyle): boolean {
  return (
    !style.bold &&
    !style.italic &&
    !style.underline &&
    !style.strike &&
    !style.monospace &&
    !style.reverse &&
    style.color === null &&
    style.background === null
  );
}

export function stripFormatCodes(text: string): string {
  return text.replace(anyCode, '');
}

const basePalette = [
  '#ffffff', '#000000', '#00007f', '#009300', '#ff0000', '#7f0000', '#9c009c', '#fc7f00',
  '#ffff00', '#00fc00', '#009393', '#00ffff', '#0000fc', '#ff00ff', '#7f7f7f', '#d2d2d2',
];

// 16 … 87 are twelve hues in six lightnesses, 88 … 98 greys.
const extendedPalette = [
  '470000 472100 474700 324700 004700 00472c 004747 002747 000047 2e0047 470047 47002a',
  '740000 743a00 747400 517400 007400 007449 007474 004074 000074 4b0074 740074 740045',
  'b50000 b56300 b5b500 7db500 00b500 00b571 00b5b5 0063b5 0000b5 7500b5 b500b5 b5006b',
  'ff0000 ff8c00 ffff00 b2ff00 00ff00 00ffa0 00ffff 008cff 0000ff a500ff ff00ff ff0098',
  'ff5959 ffb459 ffff71 cfff60 6fff6f 65ffc9 6dffff 59b4ff 5959ff c459ff ff66ff ff59bc',
  'ff9c9c ffd39c ffff9c e2ff9c 9cff9c 9cffdb 9cffff 9cd3ff 9c9cff dc9cff ff9cff ff94d3',
  '000000 131313 282828 363636 4d4d4d 656565 818181 9f9f9f bcbcbc e2e2e2 ffffff',
]
  .join(' ')
  .split(' ');

/** `#rrggbb` of a colour of a style. */
export function cssColor(color: number | string): string {
  if (typeof color === 'string') return color;
  return color < 16 ? (basePalette[color] ?? '#000000') : `#${extendedPalette[color - 16] ?? '000000'}`;
}
