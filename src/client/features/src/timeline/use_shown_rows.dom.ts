// SPDX-License-Identifier: GPL-2.0-or-later
import { useLayoutEffect, useReducer, useRef } from 'react';
import type { Row } from './rows.std';
import { nextStep } from './steps.std';

/** The rows to draw now, and whether the change was at the beginning. Arrives at `wanted` after at most two drawings. */
export function useShownRows(wanted: readonly Row[]): { readonly rows: readonly Row[]; readonly atBeginning: boolean } {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const shown = useRef<readonly Row[]>(wanted);
  const step = nextStep(shown.current, wanted);
  useLayoutEffect(() => {
    shown.current = step.rows;
    if (step.more) redraw();
  });
  return step;
}
