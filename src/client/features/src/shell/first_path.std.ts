// SPDX-License-Identifier: GPL-2.0-or-later
import type { AppState, Id, Room } from '@alloquy/state/model.std';
import { pathOfRoom, placeOfPath } from '@alloquy/features/shared/paths.std';

/** Where the chat begins: where one was last, else in the first room; never in a room one has left, `left` being the one just now. Null stays at home. */
export function firstPath(state: Pick<AppState, 'rooms' | 'roomOrder' | 'connection'>, remembered: string | null, left: Id | null): string | null {
  // Before the server has said so, nobody knows which rooms one is in.
  const usable = (room: Room | undefined): room is Room => room !== undefined && room.id !== left && (room.joined || room.kind === 'dm' || state.connection.phase !== 'online');
  const place = remembered === null ? null : placeOfPath(remembered);
  if (place?.kind === 'conversation') return remembered;
  if (place?.kind === 'room' && usable(state.rooms[place.id])) return remembered;
  const rooms = state.roomOrder.map((id) => state.rooms[id]).filter((room) => room !== undefined);
  // A newcomer is in no room yet, and goes to the first.
  const first = rooms.find(usable) ?? (remembered === null && left === null ? rooms[0] : undefined);
  return first ? pathOfRoom(first) : null;
}
