// SPDX-License-Identifier: GPL-2.0-or-later
// How long to wait before the next try: longer each time, and never the same for everybody, or a restarted server is met by all at once.

export interface BackoffRule {
  readonly first: number;
  readonly most: number;
}

/** Milliseconds before try number `attempt` (from 0): half fixed, half by `random` in [0, 1). */
export function backoffDelay(rule: BackoffRule, attempt: number, random: number): number {
  const ceiling = Math.min(rule.most, rule.first * 2 ** Math.min(attempt, 30));
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}
