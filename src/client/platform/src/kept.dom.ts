// SPDX-License-Identifier: GPL-2.0-or-later
// Small values in localStorage, read at once at the start and told to other tabs by the browser. Without localStorage they last as long as the page.

export interface Kept<Value> {
  get(): Value | null;
  set(value: Value | null): void;
  watch(changed: (value: Value | null) => void): void;
}

export function keptValue<Value>(name: string, fits: (value: unknown) => value is Value): Kept<Value> {
  let spare: Value | null = null;

  function read(text: string | null): Value | null {
    if (text === null) return null;
    try {
      const value: unknown = JSON.parse(text);
      return fits(value) ? value : null;
    } catch {
      return null;
    }
  }

  return {
    get() {
      try {
        return read(localStorage.getItem(name)) ?? spare;
      } catch {
        return spare;
      }
    },
    set(value) {
      spare = null;
      try {
        if (value === null) localStorage.removeItem(name);
        else localStorage.setItem(name, JSON.stringify(value));
      } catch {
        spare = value;
      }
    },
    watch(changed) {
      addEventListener('storage', (event) => {
        // A null key: everything was cleared.
        if (event.key === name || event.key === null) changed(event.key === null ? null : read(event.newValue));
      });
    },
  };
}
