// SPDX-License-Identifier: GPL-2.0-or-later
// Reads names of international domains (RFC 3492), so that a reader can be told what `xn--…` stands for.

const base = 36;
const tMin = 1;
const tMax = 26;
const skew = 38;
const damp = 700;
const initialBias = 72;
const initialN = 128;

/** The name behind `xn--`, without that prefix; null if it isn't well-formed. */
export function decodePunycode(text: string): string | null {
  if (text.length > 63) return null;
  const delimiter = text.lastIndexOf('-');
  const output: number[] = [];
  for (const character of delimiter > 0 ? text.slice(0, delimiter) : '') {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0x80) return null;
    output.push(code);
  }
  let n = initialN;
  let bias = initialBias;
  let index = 0;
  let position = delimiter > 0 ? delimiter + 1 : 0;
  while (position < text.length) {
    const before = index;
    let weight = 1;
    for (let k = base; ; k += base) {
      const digit = digitOf(text.charCodeAt(position++));
      if (digit === null) return null;
      index += digit * weight;
      const threshold = Math.min(tMax, Math.max(tMin, k - bias));
      if (digit < threshold) break;
      weight *= base - threshold;
      if (weight > 0x7fffffff || index > 0x7fffffff) return null;
    }
    const count = output.length + 1;
    bias = adapt(index - before, count, before === 0);
    n += Math.floor(index / count);
    index %= count;
    if (n > 0x10ffff || (n >= 0xd800 && n <= 0xdfff)) return null;
    output.splice(index++, 0, n);
  }
  return String.fromCodePoint(...output);
}

function digitOf(code: number): number | null {
  if (code >= 0x30 && code <= 0x39) return code - 0x30 + 26;
  if (code >= 0x61 && code <= 0x7a) return code - 0x61;
  if (code >= 0x41 && code <= 0x5a) return code - 0x41;
  return null;
}

function adapt(delta: number, count: number, first: boolean): number {
  let rest = first ? Math.floor(delta / damp) : delta >> 1;
  rest += Math.floor(rest / count);
  let k = 0;
  for (; rest > ((base - tMin) * tMax) >> 1; k += base) rest = Math.floor(rest / (base - tMin));
  return k + Math.floor(((base - tMin + 1) * rest) / (rest + skew));
}
