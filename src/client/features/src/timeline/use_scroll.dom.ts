// SPDX-License-Identifier: GPL-2.0-or-later
// Where a timeline is scrolled to: it sticks to its end, opens where it was left, asks for more near its ends.

import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { VirtualizerHandle } from 'virtua';
import type { Row } from './rows.std';

/** Where each room was left. `key` is null at its end. */
const places = new Map<string, { readonly key: string | null; readonly offset: number }>();

export interface ScrollState {
  readonly atEnd: boolean;
  /** More than a screen away from the end. */
  readonly farFromEnd: boolean;
}

export interface Scroll {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly list: RefObject<VirtualizerHandle | null>;
  readonly state: ScrollState;
  readonly onScroll: () => void;
  /** From now on the end is kept in sight. */
  stickToEnd(): void;
  scrollToRow(index: number, align?: Align): void;
  page(direction: 1 | -1): void;
}

interface Options {
  readonly roomId: string;
  readonly rows: readonly Row[];
  /** Row to open at when nothing else is wanted; -1 for the end. */
  readonly unreadIndex: number;
  /** Another part of the room was asked for: don't go to where it was left. */
  readonly targeted: boolean;
  readonly onNearStart: () => void;
  readonly onNearEnd: () => void;
}

type Align = 'center' | 'nearest' | 'start';

const nearby = 1500;
const holdFor = 2000;
/** How long after a key, a wheel or a touch a movement is still a person's. */
const movesFor = 1000;

function placeRow(element: HTMLElement, handle: VirtualizerHandle, index: number, align: Align, offset: number): void {
  const start = roomStartHeight() + handle.getItemOffset(index);
  const size = handle.getItemSize(index);
  const { scrollTop, clientHeight } = element;
  const wanted =
    align === 'start' ? start + offset
    : align === 'center' ? start - Math.max(0, (clientHeight - size) / 2)
    : start < scrollTop ? start
    : start + size > scrollTop + clientHeight ? start + size - clientHeight
    : scrollTop;
  if (Math.abs(wanted - scrollTop) >= 1) element.scrollTop = wanted;
}

/** What stands above the first row: 9rem, as timeline.css says. */
export function roomStartHeight(): number {
  return 9 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}

export function useScroll({ roomId, rows, unreadIndex, targeted, onNearStart, onNearEnd }: Options): Scroll {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const stuck = useRef(!targeted);
  /** A row held at its place while rows around it find their height: until somebody scrolls, or it has been long. */
  const held = useRef<{ readonly key: string; readonly align: Align; readonly offset: number; readonly until: number } | null>(null);
  const placed = useRef(false);
  const touchedAt = useRef(Number.NEGATIVE_INFINITY);
  const [state, setState] = useState<ScrollState>({ atEnd: true, farFromEnd: false });
  const current = useRef({ rows, onNearStart, onNearEnd });
  useLayoutEffect(() => {
    current.current = { rows, onNearStart, onNearEnd };
  });

  const settle = useCallback(() => {
    const element = scroller.current;
    const handle = list.current;
    if (!element) return;
    if (stuck.current) element.scrollTop = element.scrollHeight;
    if (!held.current || !handle) return;
    const { key, align, offset, until } = held.current;
    const index = performance.now() > until ? -1 : current.current.rows.findIndex((row) => row.key === key);
    if (index < 0) held.current = null;
    else placeRow(element, handle, index, align, offset);
  }, []);

  const hold = useCallback(
    (index: number, align: Align, offset: number) => {
      const row = current.current.rows[index];
      if (!row) return;
      stuck.current = false;
      held.current = { key: row.key, align, offset, until: performance.now() + holdFor };
      settle();
    },
    [settle],
  );

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const release = () => {
      held.current = null;
      touchedAt.current = performance.now();
    };
    const inputs = ['wheel', 'touchstart', 'touchmove', 'pointerdown', 'keydown'] as const;
    for (const input of inputs) element.addEventListener(input, release, { passive: true });
    return () => {
      for (const input of inputs) element.removeEventListener(input, release);
    };
  }, []);

  const look = useCallback(() => {
    const element = scroller.current;
    if (!element || !placed.current) return;
    const fromEnd = element.scrollHeight - element.clientHeight - element.scrollTop;
    if (element.scrollTop < nearby) current.current.onNearStart();
    if (fromEnd < nearby) current.current.onNearEnd();
    const next = { atEnd: fromEnd <= 4, farFromEnd: fromEnd > element.clientHeight };
    setState((old) => (old.atEnd === next.atEnd && old.farFromEnd === next.farFromEnd ? old : next));
  }, []);

  const lastTop = useRef(0);
  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const fromEnd = element.scrollHeight - element.clientHeight - element.scrollTop;
    // Moving up is a wish to read back; rows that turn out smaller or larger than expected are not.
    const byPerson = performance.now() - touchedAt.current < movesFor;
    if (fromEnd <= 4) stuck.current = held.current === null;
    else if (byPerson && element.scrollTop < lastTop.current - 1) stuck.current = false;
    lastTop.current = element.scrollTop;
    look();
  }, [look]);

  // The first rows decide where to begin.
  useLayoutEffect(() => {
    if (rows.length === 0) return;
    if (!placed.current) {
      placed.current = true;
      const left = places.get(roomId);
      const index = left?.key == null ? -1 : rows.findIndex((row) => row.key === left.key);
      // Where one was sent to comes first; if it isn't there, the end was asked for instead.
      if (!targeted && unreadIndex >= 0) {
        hold(unreadIndex, 'start', -80);
      } else if (!targeted && index >= 0 && left) {
        hold(index, 'start', left.offset);
      }
    }
    settle();
    look();
  }, [rows, roomId, unreadIndex, targeted, hold, settle, look]);

  // Rows find their height after they were drawn, panes change theirs.
  useEffect(() => {
    const element = scroller.current;
    if (!element || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(() => {
      settle();
      look();
    });
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, [settle, look]);

  // In the layout phase, while the list is still there to be asked.
  useLayoutEffect(
    () => () => {
      const handle = list.current;
      if (!handle || !placed.current) return;
      const index = stuck.current ? -1 : handle.findItemIndex(handle.scrollOffset);
      const key = index < 0 ? null : (current.current.rows[index]?.key ?? null);
      places.set(roomId, { key, offset: key === null ? 0 : handle.scrollOffset - roomStartHeight() - handle.getItemOffset(index) });
    },
    [roomId],
  );

  return {
    scroller,
    list,
    state,
    onScroll,
    stickToEnd() {
      held.current = null;
      stuck.current = true;
      settle();
    },
    scrollToRow: (index, align = 'nearest') => hold(index, align, 0),
    page(direction) {
      held.current = null;
      touchedAt.current = performance.now();
      const element = scroller.current;
      element?.scrollBy({ top: direction * element.clientHeight * 0.85 });
    },
  };
}
