// SPDX-License-Identifier: GPL-2.0-or-later
// A list is one stop of the Tab key; arrows move in it. Items carry `data-roving`.

import type { KeyboardEvent } from 'react';

export function moveRoving(event: KeyboardEvent<HTMLElement>): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const current = (event.target as HTMLElement).closest<HTMLElement>('[data-roving]');
  if (!current) return;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-roving]')];
  const index = items.indexOf(current);
  const targets: Readonly<Record<string, number>> = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: items.length - 1 };
  const target = targets[event.key];
  if (target === undefined) return;
  event.preventDefault();
  items[Math.max(0, Math.min(items.length - 1, target))]?.focus();
}
