// SPDX-License-Identifier: GPL-2.0-or-later
// The colour of a name: somebody's own, or one made from the name, moved until it can be read on everything it may stand on.

import { formatColor, parseColor, readableOn, type Rgb } from './contrast.std';

export type ThemeName = 'dark' | 'light' | 'contrast';

/** What names stand on: ground, panes, cards, a message under the pointer, one that mentions, a row that is selected. The test holds themes.css to it. */
export const nameGrounds: Readonly<Record<ThemeName, readonly string[]>> = {
  dark: ['#12161d', '#191f28', '#232b37', '#1e2229', '#2e2b25', '#29424a'],
  light: ['#ffffff', '#f3f6f8', '#f2f4f4', '#fdf3de', '#e7ecf1', '#d9e7e7'],
  contrast: ['#000000', '#0a0a0a', '#2e2e2e', '#332d1c', '#1e3a36'],
};

const wantedRatio: Readonly<Record<ThemeName, number>> = { dark: 4.5, light: 4.5, contrast: 7 };

/** FNV-1a: the same on every device, and neighbours in the alphabet get colours far apart. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const character of name.toLowerCase()) {
    hash ^= character.codePointAt(0) ?? 0;
    hash = Math.imul(hash, 0x01000193) >>> 0;
  }
  return (hash ^ (hash >>> 15)) >>> 0;
}

function fromHue(hue: number, saturation: number, lightness: number): Rgb {
  const chroma = saturation * Math.min(lightness, 1 - lightness);
  const part = (offset: number) => {
    const place = (offset + hue / 30) % 12;
    return 255 * (lightness - chroma * Math.max(-1, Math.min(place - 3, 9 - place, 1)));
  };
  return { red: part(0), green: part(8), blue: part(4) };
}

const remembered = new Map<string, string>();

/** `#rrggbb`. `own` is the colour of the profile; what isn't a colour is taken as none. */
export function nameColor(username: string, own: string | null, theme: ThemeName): string {
  const key = `${theme} ${own ?? ''} ${username}`;
  const known = remembered.get(key);
  if (known) return known;
  const wanted = (own && parseColor(own)) || fromHue(hashOf(username) % 360, 0.62, theme === 'light' ? 0.38 : 0.7);
  const grounds = nameGrounds[theme].map((ground) => parseColor(ground)).filter((ground) => ground !== null);
  const color = formatColor(readableOn(wanted, grounds, wantedRatio[theme] + 0.05));
  // A raid of made-up names must not grow this for ever.
  if (remembered.size >= 5000) remembered.clear();
  remembered.set(key, color);
  return color;
}

/** A ground for initials, and what is read on it. */
export function avatarColors(username: string): { readonly ground: string; readonly text: string } {
  const ground = fromHue(hashOf(username) % 360, 0.45, 0.32);
  return { ground: formatColor(ground), text: formatColor(readableOn({ red: 235, green: 240, blue: 245 }, [ground], 4.6)) };
}
