// SPDX-License-Identifier: GPL-2.0-or-later
import { useRef, type KeyboardEvent, type PointerEvent } from 'react';

export interface SplitterProps {
  readonly label: string;
  /** Width of the pane in CSS pixels. */
  readonly value: number;
  readonly minimum: number;
  readonly maximum: number;
  /** Where the pane lies, seen from the splitter, in reading direction. */
  readonly pane: 'before' | 'after';
  readonly onChange: (value: number) => void;
}

/** The edge of a pane, moved by pointer or arrow keys (ARIA's window splitter). */
export function Splitter({ label, value, minimum, maximum, pane, onChange }: SplitterProps) {
  const drag = useRef<{ from: number; value: number } | null>(null);
  const clamp = (wanted: number) => Math.round(Math.min(maximum, Math.max(minimum, wanted)));
  const direction = (element: Element) => (getComputedStyle(element).direction === 'rtl' ? -1 : 1) * (pane === 'before' ? 1 : -1);

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { from: event.clientX, value };
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (drag.current) onChange(clamp(drag.current.value + (event.clientX - drag.current.from) * direction(event.currentTarget)));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = (event.shiftKey ? 50 : 10) * direction(event.currentTarget);
    const moves: Readonly<Record<string, number>> = { ArrowLeft: value - step, ArrowRight: value + step, Home: minimum, End: maximum };
    const wanted = moves[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    onChange(clamp(wanted));
  };

  return (
    <div
      className="splitter"
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation="vertical"
      aria-valuenow={value}
      aria-valuemin={minimum}
      aria-valuemax={maximum}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => (drag.current = null)}
      onPointerCancel={() => (drag.current = null)}
      onKeyDown={onKeyDown}
    />
  );
}
