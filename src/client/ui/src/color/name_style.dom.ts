// SPDX-License-Identifier: GPL-2.0-or-later
import type { CSSProperties } from 'react';
import { nameColor } from './name_color.std';

/** Goes with the class `colored-name`: the style sheet takes the colour of the theme that holds, so that a change of theme draws no names anew. */
export function nameStyle(username: string, own: string | null): CSSProperties {
  const colors: Readonly<Record<string, string>> = {
    '--name-dark': nameColor(username, own, 'dark'),
    '--name-light': nameColor(username, own, 'light'),
    '--name-contrast': nameColor(username, own, 'contrast'),
  };
  return colors;
}
