// SPDX-License-Identifier: GPL-2.0-or-later
// Changes a message where it stands.

import { Trans, useLingui } from '@lingui/react/macro';
import { useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { Message } from '@alloquy/state/model.std';
import { useActions } from '@alloquy/ui/app_context.dom';
import { useChat } from '@alloquy/features/shared/chat_context.dom';
import { isApple } from '@alloquy/features/shared/is_apple.dom';
import { shortcutFor } from '@alloquy/features/shared/keymap.std';

export function InlineEditor({ message }: { readonly message: Message }) {
  const { t } = useLingui();
  const actions = useActions();
  const chat = useChat();
  const [text, setText] = useState(message.text);
  const field = useRef<HTMLTextAreaElement>(null);
  // Before the next key: who is quick would type into the message below.
  useLayoutEffect(() => {
    const element = field.current;
    element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
    element?.scrollIntoView({ block: 'nearest' });
  }, []);

  const close = () => {
    chat.edit(message.roomId, null);
    chat.focusComposer();
  };
  const save = () => {
    const wanted = text.trim();
    if (wanted === '') actions.remove(message.roomId, message.id);
    else if (wanted !== message.text) actions.edit(message.roomId, message.id, wanted);
    close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter and Escape belong to the input method while it composes.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    event.stopPropagation();
    const shortcut = shortcutFor(event, 'editor', isApple);
    if (shortcut === 'editor_save' || shortcut === 'editor_cancel') event.preventDefault();
    if (shortcut === 'editor_save') save();
    if (shortcut === 'editor_cancel') close();
  };

  return (
    <div className="inline-editor">
      <textarea ref={field} aria-label={t`Edit your message`} dir="auto" rows={1} value={text} onChange={(event) => setText(event.target.value)} onKeyDown={onKeyDown} />
      <p className="inline-editor-hint">
        <Trans>
          Escape to{' '}
          <button type="button" onClick={close}>
            cancel
          </button>
          , Enter to{' '}
          <button type="button" onClick={save}>
            save
          </button>
        </Trans>
      </p>
    </div>
  );
}
