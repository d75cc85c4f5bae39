// SPDX-License-Identifier: GPL-2.0-or-later
import { describe, expect, it } from 'vitest';
import { contrast, parseColor, type Rgb } from './contrast.std';
import { avatarColors, nameColor, nameGrounds, type ThemeName } from './name_color.std';

const themes: readonly ThemeName[] = ['dark', 'light', 'contrast'];
const color = (text: string): Rgb => parseColor(text) ?? { red: 0, green: 0, blue: 0 };

describe('the colour of a name', () => {
  it('can be read on every ground of every theme, whatever the name', () => {
    for (const theme of themes)
      for (let number = 0; number < 2000; number += 1)
        for (const ground of nameGrounds[theme])
          expect(contrast(color(nameColor(`name${number}`, null, theme)), color(ground))).toBeGreaterThanOrEqual(theme === 'contrast' ? 7 : 4.5);
  });

  it('can be read whatever colour somebody chose', () => {
    for (const theme of themes)
      for (const own of ['#000000', '#ffffff', '#777777', '#ff0000', '#0000ff', '#12161d', '#fff'])
        for (const ground of nameGrounds[theme]) expect(contrast(color(nameColor('ada', own, theme)), color(ground))).toBeGreaterThanOrEqual(4.5);
  });

  it('is the same in any case, and keeps a colour that can be read', () => {
    expect(nameColor('Ada', null, 'dark')).toBe(nameColor('ada', null, 'dark'));
    expect(nameColor('ada', '#ffcc66', 'dark')).toBe('#ffcc66');
  });

  it('takes what is no colour as none', () => {
    expect(nameColor('ada', 'url(javascript:1)', 'dark')).toBe(nameColor('ada', null, 'dark'));
  });

  it('leaves initials readable on their ground', () => {
    for (let number = 0; number < 500; number += 1) {
      const { ground, text } = avatarColors(`name${number}`);
      expect(contrast(color(ground), color(text))).toBeGreaterThanOrEqual(4.5);
    }
  });
});
