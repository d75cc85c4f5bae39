// SPDX-License-Identifier: GPL-2.0-or-later
import { useEffect } from 'react';
import type { Room } from '@alloquy/state/model.std';
import { useApp } from '@alloquy/ui/app_context.dom';

/** What waits, where one is, and what this is: "(3) #garden – Alloquy". */
export function useTitle(room: Room | null): void {
  const waiting = useApp((state) => Object.values(state.rooms).reduce((sum, each) => sum + (each.kind === 'dm' ? each.unread : each.mentions), 0));
  const server = useApp((state) => state.server?.name ?? 'Alloquy');
  const person = useApp((state) => (room?.username == null ? null : state.people[room.username.toLowerCase()]?.displayName || room.username));
  const name = room === null ? null : (person ?? `#${room.name}`);
  useEffect(() => {
    document.title = `${waiting > 0 ? `(${waiting}) ` : ''}${name === null ? '' : `${name} – `}${server}`;
  }, [waiting, name, server]);
}
