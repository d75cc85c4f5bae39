// SPDX-License-Identifier: GPL-2.0-or-later
import { describe, expect, it } from 'vitest';
import { keysOf, keysText, pressName, shortcutFor, shortcuts, type KeyPress } from './keymap.std';

const none: KeyPress = { key: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

describe('the table of keys', () => {
  it('has each id once and each key once where it counts', () => {
    expect(new Set(shortcuts.map((shortcut) => shortcut.id)).size).toBe(shortcuts.length);
    const pressed = shortcuts.flatMap((shortcut) => shortcut.keys.map((keys) => `${shortcut.scope} ${keys}`));
    expect(new Set(pressed).size).toBe(pressed.length);
  });

  it('has no key of the whole screen that the composer takes for itself', () => {
    const composer = new Set(shortcuts.filter((shortcut) => shortcut.scope === 'composer').flatMap((shortcut) => shortcut.keys));
    const chat = shortcuts.filter((shortcut) => shortcut.scope === 'chat').flatMap((shortcut) => shortcut.keys);
    expect(chat.filter((keys) => composer.has(keys))).toEqual([]);
  });

  it('has no pair the wrong way round', () => {
    const forward: readonly (readonly [string, string])[] = [['ArrowDown', 'ArrowUp'], ['End', 'Home'], ['PageDown', 'PageUp']];
    for (const { id, keys } of shortcuts) {
      for (const [down, up] of forward) {
        if (/_next$|_last$|page_down|present/.test(id) && id !== 'edit_last') expect(keys.join(), id).not.toContain(up);
        if (/_previous$|_first$|page_up/.test(id)) expect(keys.join(), id).not.toContain(down);
      }
    }
    const regions = ['region_next', 'region_previous'].map((id) => shortcuts.find((shortcut) => shortcut.id === id)?.keys[0]);
    expect(regions).toEqual(['F6', 'Shift+F6']);
    // Each way has its opposite.
    for (const { id } of shortcuts.filter((shortcut) => shortcut.id.endsWith('_next'))) {
      expect(shortcuts.some((shortcut) => shortcut.id === id.replace(/_next$/, '_previous'))).toBe(true);
    }
  });

  it('writes keys in one way only', () => {
    const order = ['Mod', 'Alt', 'Shift'];
    for (const keys of shortcuts.flatMap((shortcut) => shortcut.keys)) {
      if (keys === '+') continue;
      const parts = keys.split('+');
      const modifiers = parts.slice(0, -1);
      expect(modifiers, keys).toEqual(order.filter((modifier) => modifiers.includes(modifier)));
      expect(parts.at(-1), keys).toMatch(/^(?:[A-Z/]|[A-Z][A-Za-z0-9]+)$/);
    }
  });
});

describe('a press', () => {
  it('is found whatever the keyboard', () => {
    expect(shortcutFor({ ...none, key: 'k', ctrlKey: true }, 'chat', false)).toBe('switcher');
    expect(shortcutFor({ ...none, key: 'k', metaKey: true }, 'chat', true)).toBe('switcher');
    expect(shortcutFor({ ...none, key: 'k', metaKey: true }, 'chat', false)).toBeNull();
    expect(shortcutFor({ ...none, key: '/', ctrlKey: true, shiftKey: true }, 'chat', false)).toBe('help');
    expect(shortcutFor({ ...none, key: '+', shiftKey: true }, 'message', false)).toBe('message_react');
    expect(shortcutFor({ ...none, key: 'r' }, 'message', false)).toBe('message_reply');
    expect(shortcutFor({ ...none, key: 'r', ctrlKey: true }, 'message', false)).toBeNull();
    expect(shortcutFor({ ...none, key: 'ArrowDown', altKey: true }, 'chat', false)).toBe('room_next');
  });
  it('is written as people know it', () => {
    expect(pressName({ ...none, key: 'ArrowUp', altKey: true, shiftKey: true }, false)).toBe('Alt+Shift+ArrowUp');
    expect(keysText('Alt+Shift+ArrowUp', false)).toBe('Alt+Shift+↑');
    expect(keysText('Mod+Shift+X', true)).toBe('⌘⇧X');
    expect(keysOf('message_react', false)).toBe('+');
  });
});
