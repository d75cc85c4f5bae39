// SPDX-License-Identifier: GPL-2.0-or-later
import { describe, expect, it } from 'vitest';
import type { Person, Room } from '@alloquy/state/model.std';
import { candidatesOf, findCandidates } from './candidates.std';

function room(id: string, name: string, more: Partial<Room> = {}): Room {
  return {
    id, kind: 'text', name, channel: `#${name}`, username: null, topic: '', joined: true, lastMessageId: id, readId: null, unread: 0, unreadMore: false, mentions: 0, members: [], pinnedIds: [], typing: {}, ...more,
  };
}

function person(username: string): Person {
  return { username, id: null, displayName: '', color: null, avatarUrl: null, pronouns: null, status: null, homepage: null, bot: false, away: false, online: true };
}

const rooms = [room('10', 'general'), room('20', 'off-topic', { unread: 3 }), room('30', 'games', { mentions: 1, unread: 1 }), room('40', 'anna', { kind: 'dm', channel: null, username: 'anna' })];
const candidates = candidatesOf({
  rooms: Object.fromEntries(rooms.map((each) => [each.id, each])),
  roomOrder: rooms.map((each) => each.id),
  people: { anna: { ...person('anna'), displayName: 'Anna Bell' }, ben: person('ben'), me: person('me') },
  me: { id: '1', username: 'Me', displayName: 'Me', owner: false, staff: false },
});
const names = (typed: string) => findCandidates(candidates, typed, 9).map((each) => each.name);

describe('the switcher', () => {
  it('begins with what waits for me', () => {
    expect(names('')).toEqual(['games', 'off-topic', 'Anna Bell', 'general', 'ben']);
  });
  it('finds by beginnings of words, account names, and letters in order', () => {
    expect(names('top')).toEqual(['off-topic']);
    expect(names('bell')).toEqual(['Anna Bell']);
    expect(names('gnrl')).toEqual(['general']);
    expect(names('zzz')).toEqual([]);
  });
  it('finds rooms or people only', () => {
    expect(names('#')).toEqual(['games', 'off-topic', 'general']);
    expect(names('@b')).toEqual(['ben', 'Anna Bell']);
  });
  it('knows each person once, with or without a conversation', () => {
    expect(findCandidates(candidates, '@', 9).map((each) => each.path)).toEqual(['/dm/anna', '/dm/ben']);
  });
});
