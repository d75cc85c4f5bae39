// SPDX-License-Identifier: GPL-2.0-or-later
// The room above and the room below, for the keys that go there.

import type { Id, Room } from '@alloquy/state/model.std';

export type Wanted = 'any' | 'unread' | 'mention';

/** Round the end if need be; null if there is none but this. */
export function neighbour(order: readonly Id[], rooms: Readonly<Record<Id, Room>>, current: Id | null, direction: 1 | -1, wanted: Wanted): Id | null {
  const fits = (id: Id): boolean => {
    const room = rooms[id];
    if (!room) return false;
    return wanted === 'any' || (wanted === 'unread' ? room.unread > 0 || room.mentions > 0 : room.mentions > 0);
  };
  const start = current === null ? (direction === 1 ? -1 : order.length) : order.indexOf(current);
  for (let step = 1; step <= order.length; step++) {
    const id = order[(((start + direction * step) % order.length) + order.length) % order.length];
    if (id !== undefined && id !== current && fits(id)) return id;
  }
  return null;
}
