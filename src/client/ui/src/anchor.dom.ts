// SPDX-License-Identifier: GPL-2.0-or-later

let mark: HTMLElement | null = null;

/** An element where `place` is now. What opened a menu may go away with the pointer; its place stays. */
export function anchorAt(place: Pick<DOMRect, 'left' | 'top' | 'width' | 'height'>): Element {
  if (!mark) {
    mark = document.createElement('span');
    mark.setAttribute('aria-hidden', 'true');
    mark.style.position = 'fixed';
    mark.style.pointerEvents = 'none';
    mark.style.visibility = 'hidden';
  }
  document.body.append(mark);
  mark.style.left = `${place.left}px`;
  mark.style.top = `${place.top}px`;
  mark.style.width = `${place.width}px`;
  mark.style.height = `${place.height}px`;
  return mark;
}
