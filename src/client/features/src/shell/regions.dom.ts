// SPDX-License-Identifier: GPL-2.0-or-later
// The parts of the screen that F6 goes through: elements with `data-region`, in the order of the page.

const inOrder = '[data-region]';
const focusable = 'a[href], button:not(:disabled), textarea, input, [tabindex="0"]';

export function moveRegion(direction: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>(inOrder)].filter((region) => region.offsetParent !== null || getComputedStyle(region).position === 'fixed');
  const usable = regions.filter((region) => target(region) !== null);
  if (usable.length === 0) return;
  const current = usable.findIndex((region) => region.contains(document.activeElement));
  const next = usable[(current + direction + usable.length + (current < 0 && direction < 0 ? 1 : 0)) % usable.length];
  if (next) target(next)?.focus();
}

/** What takes the focus in a region: what was chosen there, else the first thing. */
function target(region: HTMLElement): HTMLElement | null {
  const candidates = [...region.querySelectorAll<HTMLElement>(focusable)].filter((element) => element.tabIndex >= 0 && element.offsetParent !== null);
  const field = candidates.find((element) => element.tagName === 'TEXTAREA');
  const current = candidates.find((element) => element.hasAttribute('data-focus-row') || element.getAttribute('aria-current') === 'page');
  return field ?? current ?? candidates[0] ?? (region.tabIndex >= 0 ? region : null);
}
