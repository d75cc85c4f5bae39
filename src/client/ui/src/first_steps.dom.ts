// SPDX-License-Identifier: GPL-2.0-or-later
// That an account was made right now, told from the screen that made it to the one that shows what there is.

const key = 'alloquy.first_steps';

export type Newcomer = 'member' | 'owner';

export function rememberNewcomer(kind: Newcomer): void {
  try {
    sessionStorage.setItem(key, kind);
  } catch {
    // Without storage there are no first steps, and nothing else is missing.
  }
}

/** Null for everybody who was here before. */
export function newcomer(): Newcomer | null {
  try {
    const kind = sessionStorage.getItem(key);
    return kind === 'member' || kind === 'owner' ? kind : null;
  } catch {
    return null;
  }
}

export function forgetNewcomer(): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // See above.
  }
}
