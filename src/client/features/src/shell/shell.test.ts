// SPDX-License-Identifier: GPL-2.0-or-later
import { describe, expect, it } from 'vitest';
import type { Person, Room } from '@alloquy/state/model.std';
import { pathOfRoom, placeOfAddress, placeOfPath } from '@alloquy/features/shared/paths.std';
import { clockTime, dayText, daysBetween, relativeTime, shortTime, timestampText } from '@alloquy/features/shared/time_text.std';
import { firstPath } from './first_path.std';
import { memberRows } from './members.std';
import { neighbour } from './neighbours.std';

function person(username: string, more: Partial<Person> = {}): Person {
  return { username, id: null, displayName: '', color: null, avatarUrl: null, pronouns: null, status: null, homepage: null, bot: false, away: false, online: true, ...more };
}

describe('members', () => {
  const members = [{ username: 'zoe', prefixes: '@+' }, { username: 'anna', prefixes: '' }, { username: 'Ben', prefixes: '+' }, { username: 'gone', prefixes: '@' }, { username: 'owner', prefixes: '~' }];
  const people = { anna: person('anna', { displayName: 'Änna' }), gone: person('gone', { online: false }) };
  const show = (filter: string) => memberRows(members, people, filter).map((row) => (row.type === 'title' ? `= ${row.group} ${row.count}` : row.username));
  it('are in groups, by rank and name', () => {
    expect(show('')).toEqual(['= operators 2', 'owner', 'zoe', '= online 2', 'Ben', 'anna', '= offline 1', 'gone']);
  });
  it('are found by both names', () => {
    expect(show('änn')).toEqual(['= online 1', 'anna']);
    expect(show('ANNA')).toEqual(['= online 1', 'anna']);
  });
});

describe('the room above and below', () => {
  const room = (unread: number, mentions = 0) => ({ unread, mentions }) as Room;
  const rooms = { a: room(0), b: room(2), c: room(0), d: room(1, 1) };
  const order = ['a', 'b', 'c', 'd'];
  it('go down and up, round the end', () => {
    expect(neighbour(order, rooms, 'a', 1, 'any')).toBe('b');
    expect(neighbour(order, rooms, 'a', -1, 'any')).toBe('d');
    expect(neighbour(order, rooms, null, 1, 'any')).toBe('a');
    expect(neighbour(order, rooms, null, -1, 'any')).toBe('d');
  });
  it('pass over what is read', () => {
    expect(neighbour(order, rooms, 'b', 1, 'unread')).toBe('d');
    expect(neighbour(order, rooms, 'd', 1, 'unread')).toBe('b');
    expect(neighbour(order, rooms, 'd', 1, 'mention')).toBeNull();
    expect(neighbour([], {}, null, 1, 'any')).toBeNull();
  });
});

describe('where the chat begins', () => {
  const room = (id: string, joined: boolean) => ({ id, kind: 'text', username: null, joined }) as Room;
  const state = (phase: 'online' | 'starting') => ({ rooms: { '1': room('1', false), '2': room('2', true) }, roomOrder: ['1', '2'], connection: { phase, retryAt: null, reason: null, follower: false } });
  it('is where one was last', () => {
    expect(firstPath(state('online'), '/rooms/2', null)).toBe('/rooms/2');
    expect(firstPath(state('online'), '/dm/anna', null)).toBe('/dm/anna');
  });
  it('is never a room that one has left, or that is gone', () => {
    expect(firstPath(state('online'), '/rooms/1', null)).toBe('/rooms/2');
    expect(firstPath(state('online'), '/rooms/9', null)).toBe('/rooms/2');
    expect(firstPath({ ...state('online'), roomOrder: ['1'] }, '/rooms/1', null)).toBeNull();
  });
  it('is another room than the one just left', () => {
    expect(firstPath(state('starting'), '/rooms/1', '1')).toBe('/rooms/2');
    expect(firstPath({ ...state('online'), roomOrder: ['2'] }, null, '2')).toBeNull();
  });
  it('is the first room for a newcomer, and while nothing is known', () => {
    expect(firstPath({ ...state('online'), roomOrder: ['1'] }, null, null)).toBe('/rooms/1');
    expect(firstPath(state('starting'), null, null)).toBe('/rooms/1');
  });
});

describe('addresses', () => {
  it('lead both ways', () => {
    expect(placeOfPath(pathOfRoom({ id: '12', kind: 'text', username: null }, '34'))).toEqual({ kind: 'room', id: '12', message: '34' });
    expect(placeOfPath('/dm/anna')).toEqual({ kind: 'conversation', username: 'anna', message: null });
    expect(placeOfPath('/')).toEqual({ kind: 'home' });
  });
  it('are refused when they are none', () => {
    for (const path of ['/rooms/x', '/rooms/1/x', '/rooms/%', '/settings', '/rooms/1/2/3']) expect(placeOfPath(path), path).toBeNull();
    expect(placeOfAddress('https://other.example/rooms/1', 'https://chat.example')).toBeNull();
    expect(placeOfAddress('https://chat.example.evil/rooms/1', 'https://chat.example')).toBeNull();
    expect(placeOfAddress('https://chat.example/rooms/1?x', 'https://chat.example')).toEqual({ kind: 'room', id: '1', message: null });
  });
});

describe('times', () => {
  const now = new Date(2026, 10, 30, 15, 4).getTime();
  const style = { language: 'en-GB', clock24: 'yes' } as const;
  it('are said as people say them', () => {
    expect(clockTime(now, style)).toBe('15:04');
    expect(clockTime(now, { language: 'en', clock24: 'no' })).toMatch(/^3:04\sPM$/);
    expect(dayText(now, style, now)).toBe('Today');
    expect(dayText(now - 86_400_000, style, now)).toBe('Yesterday');
    expect(dayText(now - 86_400_000, { language: 'de', clock24: 'auto' }, now)).toBe('Gestern');
    expect(shortTime(now - 86_400_000, style, now)).toBe('Yesterday, 15:04');
    expect(relativeTime(now - 3 * 3_600_000, style, now)).toBe('3 hours ago');
    expect(relativeTime(now + 90_000, style, now)).toBe('in 1 minute');
  });
  it('count days by the clock on the wall', () => {
    const midnight = new Date(2026, 10, 30).getTime();
    expect(daysBetween(midnight - 1, midnight)).toBe(-1);
    expect(daysBetween(midnight + 1, midnight)).toBe(0);
  });
  it('outside of what a date can say are a dash', () => {
    expect(timestampText(1e15, 'f', style, now)).toBe('—');
    expect(timestampText(now / 1000, 't', style, now)).toBe('15:04');
  });
});
