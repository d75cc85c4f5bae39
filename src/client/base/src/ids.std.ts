// SPDX-License-Identifier: GPL-2.0-or-later
// Ids are 64-bit numbers in decimal text: too big for a JavaScript number, and text order is wrong ("9" > "10").

/** True for the server's ids; false for `local:<n>` and anything else. */
export function isServerId(id: string): boolean {
  return /^[0-9]{1,20}$/.test(id);
}

/** Below zero when `a` is older. Local ids (pending messages) come after all of the server's, in their own order. */
export function compareIds(a: string, b: string): number {
  if (a === b) return 0;
  const localA = localNumber(a);
  const localB = localNumber(b);
  if (localA !== null || localB !== null) {
    if (localA === null) return -1;
    if (localB === null) return 1;
    return localA - localB;
  }
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : 1;
}

export function maximumId(a: string | null, b: string): string;
export function maximumId(a: string, b: string | null): string;
export function maximumId(a: string | null, b: string | null): string | null;
export function maximumId(a: string | null, b: string | null): string | null {
  if (a === null) return b;
  if (b === null) return a;
  return compareIds(a, b) >= 0 ? a : b;
}

function localNumber(id: string): number | null {
  return id.startsWith('local:') ? Number(id.slice(6)) : null;
}
