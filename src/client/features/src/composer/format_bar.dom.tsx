// SPDX-License-Identifier: GPL-2.0-or-later
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { MessageDescriptor } from '@lingui/core';
import { Toolbar } from 'react-aria-components';
import { IconButton, IconToggle } from '@alloquy/ui/components/button.dom';
import type { IconName } from '@alloquy/ui/icons/icon.dom';
import { isApple } from '@alloquy/features/shared/is_apple.dom';
import { keysOf, type ShortcutId } from '@alloquy/features/shared/keymap.std';
import { toggleCode, toggleMark, toggleQuote, type Edit } from './formatting.std';

export type Format = 'bold' | 'italic' | 'underline' | 'strike' | 'code' | 'quote' | 'spoiler';

export const formats: Readonly<Record<Format, (text: string, from: number, to: number) => Edit>> = {
  bold: (text, from, to) => toggleMark(text, from, to, '**'),
  italic: (text, from, to) => toggleMark(text, from, to, '*'),
  underline: (text, from, to) => toggleMark(text, from, to, '__'),
  strike: (text, from, to) => toggleMark(text, from, to, '~~'),
  spoiler: (text, from, to) => toggleMark(text, from, to, '||'),
  code: toggleCode,
  quote: toggleQuote,
};

const buttons: readonly (readonly [Format, IconName, MessageDescriptor, ShortcutId | null])[] = [
  ['bold', 'bold', msg`Bold`, 'bold'],
  ['italic', 'italic', msg`Italic`, 'italic'],
  ['underline', 'underline', msg`Underlined`, 'underline'],
  ['strike', 'strike', msg`Struck through`, 'strike'],
  ['code', 'code', msg`Code`, 'code'],
  ['quote', 'quote', msg`Quote`, null],
  ['spoiler', 'spoiler', msg`Spoiler`, null],
];

export function FormatBar({ preview, onFormat, onPreview }: { readonly preview: boolean; readonly onFormat: (format: Format) => void; readonly onPreview: (on: boolean) => void }) {
  const { t, i18n } = useLingui();
  return (
    <Toolbar className="format-bar" aria-label={t`Formatting`}>
      {buttons.map(([format, icon, label, key]) => (
        <IconButton key={format} icon={icon} size="small" label={i18n._(label)} {...(key === null ? {} : { keys: keysOf(key, isApple) })} onPress={() => onFormat(format)} />
      ))}
      <IconToggle icon="eye" label={t`Preview`} isSelected={preview} onChange={onPreview} />
    </Toolbar>
  );
}
