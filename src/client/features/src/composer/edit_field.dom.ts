// SPDX-License-Identifier: GPL-2.0-or-later
// Changes a text field as if it had been typed, so that undo takes it back.

import type { Edit } from './formatting.std';

export function applyEdit(field: HTMLTextAreaElement, edit: Edit): void {
  field.focus();
  field.setSelectionRange(edit.start, edit.end);
  // Old, and the only way that keeps the browser's undo.
  const typed = typeof document.execCommand === 'function' && document.execCommand(edit.text === '' ? 'delete' : 'insertText', false, edit.text);
  if (!typed) {
    field.setRangeText(edit.text, edit.start, edit.end, 'end');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  field.setSelectionRange(edit.selectionStart, edit.selectionEnd);
}

export function insertAt(field: HTMLTextAreaElement, text: string, start = field.selectionStart, end = field.selectionEnd): void {
  const caret = start + text.length;
  applyEdit(field, { start, end, text, selectionStart: caret, selectionEnd: caret });
}
