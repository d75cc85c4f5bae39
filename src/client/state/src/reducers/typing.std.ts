// SPDX-License-Identifier: GPL-2.0-or-later
// Who is typing, and until when that is believed (IRCv3 typing: 6 seconds, 30 when paused).

import { foldName } from '@alloquy/base/text.std';
import { without, type CoreState } from '../core_state.std';
import type { Id, Time } from '../model.std';
import { updateRoom } from './rooms.std';

const believedFor = { active: 6_000, paused: 30_000, done: 0 } as const;

export function typed(state: CoreState, room: Id, username: string, how: keyof typeof believedFor, now: Time): CoreState {
  const name = foldName(username);
  return updateRoom(state, room, (each) => {
    if (how === 'active') return { ...each, typing: { ...each.typing, [name]: now + believedFor.active } };
    // Paused is no longer typing, as screens show it.
    return Object.hasOwn(each.typing, name) ? { ...each, typing: without(each.typing, name) } : each;
  });
}

export function pruned(state: CoreState, now: Time): CoreState {
  let next = state;
  for (const [id, room] of Object.entries(state.rooms)) {
    const entries = Object.entries(room.typing);
    const still = entries.filter(([, until]) => until > now);
    if (still.length < entries.length && room.id === id) next = updateRoom(next, id, (each) => ({ ...each, typing: Object.fromEntries(still) }));
  }
  return next;
}
