// SPDX-License-Identifier: GPL-2.0-or-later
// Keys that count on the whole chat screen, and typing that finds its way to the composer.

import { useEffect, useRef } from 'react';
import { isApple } from '@alloquy/features/shared/is_apple.dom';
import { shortcutFor, type ShortcutId } from '@alloquy/features/shared/keymap.std';

export type ChatKeys = Partial<Record<ShortcutId, () => void>>;

export function useChatKeys(keys: ChatKeys, onTyping: () => void): void {
  const current = useRef({ keys, onTyping });
  useEffect(() => {
    current.current = { keys, onTyping };
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
      // Dialogs and menus have keys of their own.
      const target = event.target instanceof Element ? event.target : null;
      const inside = target?.closest('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]') ?? null;
      const modal = document.querySelector('.overlay') !== null;
      if ((inside && !inside.closest('.drawer')) || (modal && !document.querySelector('.drawer'))) return;
      const shortcut = shortcutFor(event, 'chat', isApple);
      const act = shortcut === null ? undefined : current.current.keys[shortcut];
      if (act) {
        event.preventDefault();
        act();
      } else if (!modal && isTyping(event, target)) current.current.onTyping();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** A character that nothing else takes. The key goes on to the field that gets the focus now. */
function isTyping(event: KeyboardEvent, target: Element | null): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || [...event.key].length !== 1) return false;
  if (target?.closest('input, textarea, select, [contenteditable="true"]')) return false;
  // Space presses what has the focus.
  return event.key !== ' ' || !target?.closest('button, a, [role="button"], [tabindex="0"]');
}
