// SPDX-License-Identifier: GPL-2.0-or-later
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrast, parseColor } from '../color/contrast.std';
import { nameGrounds, type ThemeName } from '../color/name_color.std';

const css = readFileSync(new URL('./themes.css', import.meta.url), 'utf8');

function colorsOf(theme: ThemeName): ReadonlyMap<string, string> {
  const block = new RegExp(`\\[data-theme='${theme}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? '';
  return new Map([...block.matchAll(/--color-([a-z-]+): (#[0-9a-f]+);/g)].map((match) => [match[1] ?? '', match[2] ?? '']));
}

describe.each(['dark', 'light', 'contrast'] as const)('the theme %s', (theme) => {
  const colors = colorsOf(theme);
  const color = (name: string, on = 'background') => {
    const ground = parseColor(colors.get(on) ?? '');
    const parsed = parseColor(colors.get(name) ?? '', ground ?? undefined);
    if (!parsed) throw new Error(`no colour ${name}`);
    return parsed;
  };
  const surfaces = ['background', 'surface', 'surface-raised', 'surface-sunken', 'code'];

  it('has text that can be read on every surface, under the pointer, selected and mentioning', () => {
    for (const text of ['text', 'text-muted', 'accent', 'link', 'danger', 'warning', 'success'])
      for (const surface of surfaces)
        for (const over of [surface, 'hover', 'selected', 'mention']) expect(contrast(color(text), color(over, surface)), `${text} on ${over} of ${surface}`).toBeGreaterThanOrEqual(theme === 'contrast' ? 7 : 4.5);
  });

  it('has readable text on filled controls', () => {
    expect(contrast(color('on-accent'), color('accent'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(color('on-accent'), color('accent-hover'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(color('on-danger'), color('danger-fill'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(color('on-badge'), color('badge'))).toBeGreaterThanOrEqual(4.5);
  });

  it('has edges and focus that can be seen', () => {
    for (const edge of ['border-strong', 'focus', 'mention-edge', 'online', 'away', 'offline'])
      for (const surface of ['background', 'surface']) expect(contrast(color(edge), color(surface)), `${edge} on ${surface}`).toBeGreaterThanOrEqual(3);
  });

  it('gives names colours for the grounds it really has', () => {
    const grounds = nameGrounds[theme].map((ground) => parseColor(ground));
    for (const surface of ['background', 'surface', 'surface-raised']) {
      const real = color(surface);
      const nearest = Math.min(...grounds.map((ground) => (ground ? Math.abs(ground.red - real.red) + Math.abs(ground.green - real.green) + Math.abs(ground.blue - real.blue) : 999)));
      expect(nearest, surface).toBeLessThanOrEqual(12);
    }
  });
});
