// SPDX-License-Identifier: GPL-2.0-or-later
// Where one can go, and what of it fits to what was typed.

import { compareIds } from '@alloquy/base/ids.std';
import type { AppState } from '@alloquy/state/model.std';
import { pathOf, pathOfRoom } from '@alloquy/features/shared/paths.std';

export interface Candidate {
  readonly key: string;
  readonly kind: 'room' | 'person';
  readonly name: string;
  readonly detail: string;
  readonly path: string;
  readonly username: string | null;
  readonly unread: number;
  readonly mentions: number;
  /** For the order without a query: what changed last. */
  readonly lastId: string;
}

export function candidatesOf(state: Pick<AppState, 'rooms' | 'roomOrder' | 'people' | 'me'>): Candidate[] {
  const candidates: Candidate[] = [];
  const talking = new Set<string>();
  for (const id of state.roomOrder) {
    const room = state.rooms[id];
    if (!room) continue;
    const person = room.username === null ? null : state.people[room.username.toLowerCase()];
    if (room.username !== null) talking.add(room.username.toLowerCase());
    candidates.push({
      key: room.id,
      kind: room.kind === 'dm' ? 'person' : 'room',
      name: room.kind === 'dm' ? person?.displayName || room.username || room.name : room.name,
      detail: room.kind === 'dm' ? `@${room.username ?? ''}` : room.topic,
      path: pathOfRoom(room),
      username: room.username,
      unread: room.unread,
      mentions: room.mentions,
      lastId: room.lastMessageId ?? '0',
    });
  }
  for (const person of Object.values(state.people)) {
    const key = person.username.toLowerCase();
    if (talking.has(key) || key === state.me?.username.toLowerCase()) continue;
    candidates.push({
      key: `@${key}`, kind: 'person', name: person.displayName || person.username, detail: `@${person.username}`,
      path: pathOf({ kind: 'conversation', username: person.username, message: null }), username: person.username, unread: 0, mentions: 0, lastId: '0',
    });
  }
  return candidates;
}

/** `#` looks for rooms only, `@` for people. Without a query: what mentions me, what is unread, what changed last. */
export function findCandidates(candidates: readonly Candidate[], typed: string, most: number): Candidate[] {
  const sign = typed.charAt(0);
  const kind = sign === '#' ? 'room' : sign === '@' ? 'person' : null;
  const query = (kind === null ? typed : typed.slice(1)).trim().toLowerCase();
  const fitting = kind === null ? candidates : candidates.filter((candidate) => candidate.kind === kind);
  if (query === '') {
    return [...fitting]
      .sort((one, other) => Math.sign(other.mentions) - Math.sign(one.mentions) || Math.sign(other.unread) - Math.sign(one.unread) || compareIds(other.lastId, one.lastId))
      .slice(0, most);
  }
  const ranked = fitting.flatMap((candidate) => {
    const ranks = [rank(candidate.name.toLowerCase(), query), candidate.username === null ? null : rank(candidate.username.toLowerCase(), query)].filter((each) => each !== null);
    return ranks.length === 0 ? [] : [{ candidate, rank: Math.min(...ranks) }];
  });
  return ranked
    .sort((one, other) => one.rank - other.rank || Math.sign(other.candidate.unread) - Math.sign(one.candidate.unread) || compareIds(other.candidate.lastId, one.candidate.lastId))
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** Lower is better; null doesn't fit. Letters in order are enough: 'gnrl' finds 'general'. */
function rank(name: string, query: string): number | null {
  if (name === query) return 0;
  if (name.startsWith(query)) return 1;
  if (name.split(/[\s_-]+/).some((word) => word.startsWith(query))) return 2;
  if (name.includes(query)) return 3;
  let place = 0;
  for (const character of query) {
    place = name.indexOf(character, place) + 1;
    if (place === 0) return null;
  }
  return 4;
}
