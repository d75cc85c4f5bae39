// SPDX-License-Identifier: GPL-2.0-or-later
// All keys and all commands, from the tables that the handlers read.

import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { MessageDescriptor } from '@lingui/core';
import { Dialog } from '@alloquy/ui/components/dialog.dom';
import { isApple } from '@alloquy/features/shared/is_apple.dom';
import { keysText, shortcuts, type KeyScope } from '@alloquy/features/shared/keymap.std';
import './help.css';

export interface HelpCommand {
  readonly name: string;
  readonly usage: MessageDescriptor | null;
  readonly text: MessageDescriptor;
}

const groups: readonly (readonly [KeyScope, MessageDescriptor])[] = [
  ['chat', msg`Everywhere`],
  ['composer', msg`While you write`],
  ['editor', msg`While you change a message`],
  ['message', msg`On a message`],
];

export function KeyboardHelp({ commands, onClose }: { readonly commands: readonly HelpCommand[]; readonly onClose: () => void }) {
  const { t, i18n } = useLingui();
  return (
    <Dialog title={t`Keys and commands`} open onClose={onClose} closeLabel={t`Close`} size="large">
      <div className="help-columns" tabIndex={0} role="region" aria-label={t`Keys and commands`}>
        {groups.map(([scope, title]) => (
          <section key={scope} className="help-group">
            <h3>{i18n._(title)}</h3>
            <dl>
              {shortcuts.filter((shortcut) => shortcut.scope === scope).map((shortcut) => (
                <div key={shortcut.id} className="help-line">
                  <dt>{i18n._(shortcut.text)}</dt>
                  <dd>{shortcut.keys.map((keys) => <kbd key={keys} className="keys">{keysText(keys, isApple)}</kbd>)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <section className="help-group">
          <h3><Trans>Commands</Trans></h3>
          <p className="help-note"><Trans>Write them at the beginning of a message. To send a text that begins with a slash, write two.</Trans></p>
          <dl>
            {commands.map((command) => (
              <div key={command.name} className="help-line">
                <dt>{i18n._(command.text)}</dt>
                <dd><code>{command.usage === null ? `/${command.name}` : i18n._(command.usage)}</code></dd>
              </div>
            ))}
          </dl>
        </section>
        <section className="help-group">
          <h3><Trans>Formatting</Trans></h3>
          <dl>
            {formatting.map(([mark, text]) => (
              <div key={mark} className="help-line">
                <dt>{i18n._(text)}</dt>
                <dd><code>{mark}</code></dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Dialog>
  );
}

const formatting: readonly (readonly [string, MessageDescriptor])[] = [
  ['**text**', msg`Bold`],
  ['*text*', msg`Italic`],
  ['__text__', msg`Underlined`],
  ['~~text~~', msg`Struck through`],
  ['||text||', msg`Spoiler`],
  ['`text`', msg`Code`],
  ['```rust', msg`A block of code, until the next three backticks`],
  ['> text', msg`Quote`],
  ['- text', msg`List`],
  ['1. text', msg`Numbered list`],
  ['# text', msg`Heading`],
  ['[text](https://…)', msg`Link`],
  [':name:', msg`Emoji`],
  ['<t:1767225600:R>', msg`A time, in everybody’s own clock`],
  ['\\*', msg`The next sign as it is`],
];
