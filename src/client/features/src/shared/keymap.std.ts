// SPDX-License-Identifier: GPL-2.0-or-later
// Every key of the chat in one table: what is pressed, where it counts, and what it does in words. Handlers and the help read it.

import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';

/** Where a key counts. `chat` is everywhere on the chat screen, in the composer too. */
export type KeyScope = 'chat' | 'composer' | 'editor' | 'message';

export interface Shortcut {
  readonly id: ShortcutId;
  /** 'Mod+K': Ctrl, or Command on Apple's. The last part is KeyboardEvent.key, letters in upper case. */
  readonly keys: readonly string[];
  readonly scope: KeyScope;
  readonly text: MessageDescriptor;
}

export type ShortcutId =
  | 'switcher' | 'room_next' | 'room_previous' | 'room_unread_next' | 'room_unread_previous' | 'room_mention_next' | 'room_mention_previous'
  | 'mark_read' | 'mark_all_read' | 'help' | 'region_next' | 'region_previous' | 'search' | 'emoji' | 'members' | 'pins' | 'present'
  | 'page_up' | 'page_down' | 'send' | 'new_line' | 'edit_last' | 'bold' | 'italic' | 'underline' | 'strike' | 'code'
  | 'editor_save' | 'editor_new_line' | 'editor_cancel'
  | 'message_next' | 'message_previous' | 'message_first' | 'message_last' | 'message_edit' | 'message_reply' | 'message_react' | 'message_pin' | 'message_delete'
  | 'message_copy' | 'message_unread' | 'message_menu' | 'message_leave';

export const shortcuts: readonly Shortcut[] = [
  { id: 'switcher', keys: ['Mod+K'], scope: 'chat', text: msg`Go to a room or a person` },
  { id: 'room_next', keys: ['Alt+ArrowDown'], scope: 'chat', text: msg`Next room` },
  { id: 'room_previous', keys: ['Alt+ArrowUp'], scope: 'chat', text: msg`Previous room` },
  { id: 'room_unread_next', keys: ['Alt+Shift+ArrowDown'], scope: 'chat', text: msg`Next unread room` },
  { id: 'room_unread_previous', keys: ['Alt+Shift+ArrowUp'], scope: 'chat', text: msg`Previous unread room` },
  { id: 'room_mention_next', keys: ['Mod+Alt+Shift+ArrowDown'], scope: 'chat', text: msg`Next room that mentions you` },
  { id: 'room_mention_previous', keys: ['Mod+Alt+Shift+ArrowUp'], scope: 'chat', text: msg`Previous room that mentions you` },
  { id: 'mark_read', keys: ['Escape'], scope: 'chat', text: msg`Close what is open, or mark the room as read and go to the present` },
  { id: 'mark_all_read', keys: ['Shift+Escape'], scope: 'chat', text: msg`Mark everything as read` },
  { id: 'search', keys: ['Mod+F'], scope: 'chat', text: msg`Search` },
  { id: 'emoji', keys: ['Mod+E'], scope: 'chat', text: msg`Pick an emoji` },
  { id: 'members', keys: ['Alt+U'], scope: 'chat', text: msg`Show or hide the members` },
  { id: 'pins', keys: ['Alt+P'], scope: 'chat', text: msg`Show or hide pinned messages` },
  { id: 'present', keys: ['Alt+End'], scope: 'chat', text: msg`Go to the present` },
  { id: 'page_up', keys: ['PageUp'], scope: 'chat', text: msg`Scroll the messages up` },
  { id: 'page_down', keys: ['PageDown'], scope: 'chat', text: msg`Scroll the messages down` },
  { id: 'region_next', keys: ['F6'], scope: 'chat', text: msg`Next part of the screen` },
  { id: 'region_previous', keys: ['Shift+F6'], scope: 'chat', text: msg`Previous part of the screen` },
  { id: 'help', keys: ['Mod+/'], scope: 'chat', text: msg`Show these keys` },

  { id: 'send', keys: ['Enter'], scope: 'composer', text: msg`Send` },
  { id: 'new_line', keys: ['Shift+Enter'], scope: 'composer', text: msg`New line` },
  { id: 'edit_last', keys: ['ArrowUp'], scope: 'composer', text: msg`Edit your last message, when nothing is written` },
  { id: 'bold', keys: ['Mod+B'], scope: 'composer', text: msg`Bold` },
  { id: 'italic', keys: ['Mod+I'], scope: 'composer', text: msg`Italic` },
  { id: 'underline', keys: ['Mod+U'], scope: 'composer', text: msg`Underlined` },
  { id: 'strike', keys: ['Mod+Shift+X'], scope: 'composer', text: msg`Struck through` },
  { id: 'code', keys: ['Mod+Shift+K'], scope: 'composer', text: msg`Code` },

  { id: 'editor_save', keys: ['Enter'], scope: 'editor', text: msg`Save the change` },
  { id: 'editor_new_line', keys: ['Shift+Enter'], scope: 'editor', text: msg`New line` },
  { id: 'editor_cancel', keys: ['Escape'], scope: 'editor', text: msg`Leave it as it was` },

  { id: 'message_previous', keys: ['ArrowUp'], scope: 'message', text: msg`Message above` },
  { id: 'message_next', keys: ['ArrowDown'], scope: 'message', text: msg`Message below` },
  { id: 'message_first', keys: ['Home'], scope: 'message', text: msg`First loaded message` },
  { id: 'message_last', keys: ['End'], scope: 'message', text: msg`Last message` },
  { id: 'message_react', keys: ['+'], scope: 'message', text: msg`React` },
  { id: 'message_reply', keys: ['R'], scope: 'message', text: msg`Reply` },
  { id: 'message_edit', keys: ['E'], scope: 'message', text: msg`Edit` },
  { id: 'message_pin', keys: ['P'], scope: 'message', text: msg`Pin or unpin` },
  { id: 'message_copy', keys: ['C'], scope: 'message', text: msg`Copy the text` },
  { id: 'message_unread', keys: ['U'], scope: 'message', text: msg`Unread from here` },
  { id: 'message_delete', keys: ['Delete'], scope: 'message', text: msg`Delete` },
  { id: 'message_menu', keys: ['Shift+F10', 'ContextMenu'], scope: 'message', text: msg`All that can be done` },
  { id: 'message_leave', keys: ['Escape'], scope: 'message', text: msg`Back to writing` },
];

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Signs that need Shift on some keyboards and not on others: for them Shift doesn't count. */
const signs = new Set(['+', '/', '?']);

/** How a press is written in the table. `apple`: Command is Mod, elsewhere Ctrl. */
export function pressName(press: KeyPress, apple: boolean): string {
  const key = press.key.length === 1 ? press.key.toUpperCase() : press.key;
  const mod = apple ? press.metaKey : press.ctrlKey;
  const other = apple ? press.ctrlKey : press.metaKey;
  const parts = [mod && 'Mod', other && 'Other', press.altKey && 'Alt', press.shiftKey && !signs.has(key) && 'Shift', key];
  return parts.filter((part) => part !== false).join('+');
}

const byScope = new Map<KeyScope, ReadonlyMap<string, ShortcutId>>();
for (const shortcut of shortcuts) {
  const known = new Map(byScope.get(shortcut.scope));
  for (const keys of shortcut.keys) known.set(keys, shortcut.id);
  byScope.set(shortcut.scope, known);
}

export function shortcutFor(press: KeyPress, scope: KeyScope, apple: boolean): ShortcutId | null {
  return byScope.get(scope)?.get(pressName(press, apple)) ?? null;
}

const keyNames: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc', Delete: 'Del', PageUp: 'Page ↑', PageDown: 'Page ↓', ContextMenu: '☰' };

/** 'Alt+Shift+↓', or '⌥⇧↓'. */
export function keysText(keys: string, apple: boolean): string {
  const parts = splitKeys(keys).map((part) => keyNames[part] ?? part);
  if (!apple) return parts.map((part) => (part === 'Mod' ? 'Ctrl' : part)).join('+');
  const signsOfApple: Readonly<Record<string, string>> = { Mod: '⌘', Alt: '⌥', Shift: '⇧' };
  return parts.map((part) => signsOfApple[part] ?? part).join('');
}

function splitKeys(keys: string): string[] {
  return keys === '+' ? ['+'] : keys.split('+');
}

export function keysOf(id: ShortcutId, apple: boolean): string {
  const keys = shortcuts.find((shortcut) => shortcut.id === id)?.keys[0];
  return keys === undefined ? '' : keysText(keys, apple);
}
