// SPDX-License-Identifier: GPL-2.0-or-later
// A list that keeps its place can take a change at its beginning or at its end, not both at once. Reading back adds at one
// end and drops at the other, so such a change is shown in two steps.

import type { Row } from './rows.std';

export interface Step {
  readonly rows: readonly Row[];
  /** Rows came or went at the beginning: what is on the screen keeps its distance from the end. */
  readonly atBeginning: boolean;
  /** Another step is to follow. */
  readonly more: boolean;
}

export function nextStep(shown: readonly Row[], wanted: readonly Row[]): Step {
  const whole = { rows: wanted, atBeginning: false, more: false };
  if (shown === wanted || shown.length === 0 || wanted.length === 0) return whole;
  const places = new Map(wanted.map((row, index) => [row.key, index]));
  const firstShared = shown.findIndex((row) => places.has(row.key));
  // Nothing in common: another part of the room.
  if (firstShared < 0) return whole;
  const anchor = shown[firstShared];
  const place = anchor === undefined ? 0 : (places.get(anchor.key) ?? 0);
  if (place === firstShared) return whole;
  // The new beginning with the old end first.
  const lastShown = shown.at(-1);
  const lastPlace = lastShown === undefined ? undefined : places.get(lastShown.key);
  if (lastPlace === wanted.length - 1) return { rows: wanted, atBeginning: true, more: false };
  const end = lastPlace === undefined ? shown.slice(lastSharedIndex(shown, places) + 1) : [];
  const upTo = lastPlace ?? lastSharedPlace(shown, places);
  return { rows: [...wanted.slice(0, upTo + 1), ...end], atBeginning: true, more: true };
}

function lastSharedIndex(shown: readonly Row[], places: ReadonlyMap<string, number>): number {
  return shown.findLastIndex((row) => places.has(row.key));
}

function lastSharedPlace(shown: readonly Row[], places: ReadonlyMap<string, number>): number {
  const row = shown[lastSharedIndex(shown, places)];
  return row === undefined ? -1 : (places.get(row.key) ?? -1);
}
