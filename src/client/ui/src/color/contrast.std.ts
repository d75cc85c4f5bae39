// SPDX-License-Identifier: GPL-2.0-or-later
// Contrast of colours as WCAG 2.2 defines it, and colours moved until they can be read.

export interface Rgb {
  readonly red: number; // 0 … 255
  readonly green: number;
  readonly blue: number;
}

/** `#rgb`, `#rrggbb` or `#rrggbbaa` (laid over `ground`); null for anything else. */
export function parseColor(text: string, ground: Rgb = { red: 0, green: 0, blue: 0 }): Rgb | null {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(text);
  if (short) return parseColor(`#${short[1]}${short[1]}${short[2]}${short[2]}${short[3]}${short[3]}`);
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})?$/i.exec(text);
  if (!long) return null;
  const byte = (index: number) => Number.parseInt(long[index] ?? 'ff', 16);
  const alpha = byte(4) / 255;
  const over = (index: number, below: number) => byte(index) * alpha + below * (1 - alpha);
  return { red: over(1, ground.red), green: over(2, ground.green), blue: over(3, ground.blue) };
}

export function formatColor(color: Rgb): string {
  const hex = (value: number) => Math.round(value).toString(16).padStart(2, '0');
  return `#${hex(color.red)}${hex(color.green)}${hex(color.blue)}`;
}

function linear(value: number): number {
  const part = value / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

export function luminance(color: Rgb): number {
  return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue);
}

/** 1 … 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const first = luminance(one);
  const second = luminance(other);
  return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
}

function mix(from: Rgb, to: Rgb, part: number): Rgb {
  const between = (one: number, other: number) => one + (other - one) * part;
  return { red: between(from.red, to.red), green: between(from.green, to.green), blue: between(from.blue, to.blue) };
}

/** The colour nearest to `color`, on its way to white (or black, where the grounds are light), that has at least `ratio` to every ground. */
export function readableOn(color: Rgb, grounds: readonly Rgb[], ratio: number): Rgb {
  const white = { red: 255, green: 255, blue: 255 };
  const black = { red: 0, green: 0, blue: 0 };
  const worst = (candidate: Rgb) => Math.min(...grounds.map((ground) => contrast(candidate, ground)));
  if (worst(color) >= ratio) return color;
  const target = worst(white) >= worst(black) ? white : black;
  let enough = 1;
  let tooLittle = 0;
  for (let step = 0; step < 12; step += 1) {
    const middle = (enough + tooLittle) / 2;
    // Rounded before it is judged, because that is what is drawn.
    const rounded = parseColor(formatColor(mix(color, target, middle))) ?? target;
    if (worst(rounded) >= ratio) enough = middle;
    else tooLittle = middle;
  }
  return mix(color, target, enough);
}
