// SPDX-License-Identifier: GPL-2.0-or-later
// The addresses of rooms, conversations and messages in the client, both ways.

import type { Room } from '@alloquy/state/model.std';

export type Place = { readonly kind: 'home' } | { readonly kind: 'room'; readonly id: string; readonly message: string | null } | { readonly kind: 'conversation'; readonly username: string; readonly message: string | null };

export function pathOf(place: Place): string {
  switch (place.kind) {
    case 'home':
      return '/';
    case 'room':
      return `/rooms/${encodeURIComponent(place.id)}${place.message === null ? '' : `/${encodeURIComponent(place.message)}`}`;
    case 'conversation':
      return `/dm/${encodeURIComponent(place.username)}${place.message === null ? '' : `/${encodeURIComponent(place.message)}`}`;
  }
}

export function pathOfRoom(room: Pick<Room, 'id' | 'kind' | 'username'>, message: string | null = null): string {
  if (room.kind === 'dm' && room.username !== null) return pathOf({ kind: 'conversation', username: room.username, message });
  return pathOf({ kind: 'room', id: room.id, message });
}

/** The place an address of this client leads to; null if it is another's, or no place in the chat. */
export function placeOfAddress(address: string, origin: string): Place | null {
  if (!address.startsWith(`${origin}/`)) return null;
  return placeOfPath(address.slice(origin.length).split(/[?#]/)[0] ?? '/');
}

export function placeOfPath(path: string): Place | null {
  if (path === '/' || path === '') return { kind: 'home' };
  const match = /^\/(rooms|dm)\/([^/]+)(?:\/([^/]+))?\/?$/.exec(path);
  if (!match) return null;
  const first = decoded(match[2]);
  const message = match[3] === undefined ? null : decoded(match[3]);
  if (first === null || (message !== null && !/^\d{1,20}$/.test(message))) return null;
  if (match[1] === 'dm') return { kind: 'conversation', username: first, message };
  return /^\d{1,20}$/.test(first) ? { kind: 'room', id: first, message } : null;
}

function decoded(text: string | undefined): string | null {
  try {
    return decodeURIComponent(text ?? '');
  } catch {
    return null; // a percent sign without its digits
  }
}
