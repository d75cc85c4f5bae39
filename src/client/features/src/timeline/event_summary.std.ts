// SPDX-License-Identifier: GPL-2.0-or-later
// Comings and goings in one sentence: for each person what is left of it in the end.

import type { RoomEvent } from '@alloquy/state/model.std';

export interface EventSummary {
  readonly joined: readonly string[];
  readonly left: readonly string[];
  /** Came and went again. */
  readonly visited: readonly string[];
  /** Went and came back. */
  readonly returned: readonly string[];
  readonly modes: number;
}

export function summarizeEvents(events: readonly RoomEvent[]): EventSummary {
  const people = new Map<string, { name: string; first: 'in' | 'out'; last: 'in' | 'out' }>();
  let modes = 0;
  for (const event of events) {
    if (event.what === 'mode') modes++;
    if (event.what !== 'join' && event.what !== 'part' && event.what !== 'quit') continue;
    const way = event.what === 'join' ? 'in' : 'out';
    const key = event.username.toLowerCase();
    const known = people.get(key);
    people.set(key, { name: event.username, first: known?.first ?? way, last: way });
  }
  const summary = { joined: [] as string[], left: [] as string[], visited: [] as string[], returned: [] as string[], modes };
  for (const { name, first, last } of people.values()) {
    if (first === 'in') (last === 'in' ? summary.joined : summary.visited).push(name);
    else (last === 'out' ? summary.left : summary.returned).push(name);
  }
  return summary;
}
