// SPDX-License-Identifier: GPL-2.0-or-later
// The room that an address means. A conversation is found by its name, or begun.

import { useEffect, useState } from 'react';
import type { Id } from '@alloquy/state/model.std';
import { useActions, useApp } from '@alloquy/ui/app_context.dom';
import { placeOfPath, type Place } from './shared/paths.std';

export interface OpenPlace {
  readonly roomId: Id | null;
  /** A name that nobody has, a room that isn't there. */
  readonly missing: boolean;
  readonly place: Place;
}

export function usePlace(path: string): OpenPlace {
  const actions = useActions();
  const place = placeOfPath(path) ?? { kind: 'home' as const };
  const username = place.kind === 'conversation' ? place.username.toLowerCase() : null;
  const wantedId = place.kind === 'room' ? place.id : null;
  const found = useApp((state) => {
    if (wantedId !== null) return state.rooms[wantedId] ? wantedId : null;
    if (username === null) return null;
    return Object.values(state.rooms).find((room) => room.kind === 'dm' && room.username?.toLowerCase() === username)?.id ?? null;
  });
  const settled = useApp((state) => state.connection.phase === 'online' || state.connection.phase === 'offline');
  const [unknown, setUnknown] = useState<string | null>(null);

  useEffect(() => {
    if (username === null || found !== null || unknown === username) return;
    let wanted = true;
    void actions.openConversation(username).then((id) => wanted && id === null && settled && setUnknown(username));
    return () => {
      wanted = false;
    };
  }, [actions, username, found, unknown, settled]);

  useEffect(() => {
    if (found !== null) actions.openRoom(found);
  }, [actions, found]);

  const missing = found === null && settled && (username === null ? wantedId !== null : unknown === username);
  return { roomId: found, missing, place };
}

const storageKey = 'alloquy.last_path';

export function rememberPath(path: string): void {
  try {
    localStorage.setItem(storageKey, path);
  } catch {
    // Forbidden or full: one begins with the first room then.
  }
}

export function forgetPath(): void {
  try {
    localStorage.removeItem(storageKey);
  } catch {
    // Forbidden: then nothing was kept either.
  }
}

export function rememberedPath(): string | null {
  try {
    const path = localStorage.getItem(storageKey);
    return path !== null && placeOfPath(path) !== null ? path : null;
  } catch {
    return null;
  }
}
