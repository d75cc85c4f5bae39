// SPDX-License-Identifier: GPL-2.0-or-later
import type { ShortcutId } from '@alloquy/features/shared/keymap.std';
import type { MessageAction } from './message_actions.std';

const actionsByShortcut: Partial<Record<ShortcutId, readonly MessageAction[]>> = {
  message_react: ['react'],
  message_reply: ['reply'],
  message_edit: ['edit'],
  message_pin: ['pin', 'unpin'],
  message_copy: ['copy_text'],
  message_unread: ['unread'],
  message_delete: ['delete', 'discard'],
};

/** What a key does to a message with which that much can be done; null for nothing. */
export function actionForShortcut(shortcut: ShortcutId, available: readonly MessageAction[]): MessageAction | null {
  return actionsByShortcut[shortcut]?.find((action) => available.includes(action)) ?? null;
}
