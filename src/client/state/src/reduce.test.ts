// SPDX-License-Identifier: GPL-2.0-or-later
import { describe, expect, it } from 'vitest';
import type { Badge } from '@alloquy/protocol/gateway/frames.std';
import type { IrcEvent } from '@alloquy/protocol/irc/events.std';
import { initialState, type CoreState } from './core_state.std';
import type { AppEvent } from './events.std';
import { reduce } from './reduce.std';

const me = { id: '1', username: 'Ann', displayName: 'Ann', owner: false, staff: false };

function badge(id: string, more: Partial<Badge> = {}): Badge {
  return { id, kind: 'text', name: `room${id}`, username: null, irc_channel: `#room${id}`, last_message_id: null, read: { at: null, id: '0' }, unread: 0, more: false, mentions: 0, ...more };
}

const conversation = (id: string, username: string, last: string | null = null) => badge(id, { kind: 'dm', name: '', username, irc_channel: null, last_message_id: last });

function run(state: CoreState, ...events: readonly AppEvent[]): CoreState {
  return events.reduce(reduce, state);
}

const irc = (event: IrcEvent): AppEvent => ({ type: 'irc', event });
const who = (nick: string) => ({ nick, account: nick });

function said(id: string, text: string, more: Partial<Extract<IrcEvent, { type: 'message' }>> = {}): AppEvent {
  return irc({ type: 'message', id, time: Number(id), from: who('bob'), target: '#room5', text, action: false, notice: false, replyTo: null, edits: null, webhook: null, label: null, ...more });
}

const emptyPage = { messages: [], older: false, newer: false };
const start = run(initialState(), { type: 'signed_in', me }, { type: 'rooms_known', badges: [badge('5'), badge('6'), conversation('9', 'Bob', '50'), conversation('8', 'eve', '70')] });
const open = run(start, { type: 'live_started', rooms: ['5'] }, { type: 'page_loaded', room: '5', how: 'latest', page: emptyPage, replay: [], fresh: true });

describe('rooms', () => {
  it('stand in the server’s order, then conversations by their newest message', () => {
    expect(start.roomOrder).toEqual(['5', '6', '8', '9']);
    expect(run(start, said('90', 'hi', { target: 'Ann' })).roomOrder).toEqual(['5', '6', '9', '8']);
  });
  it('go when the whole list hasn’t got them anymore', () => {
    const ready = { session: 's', account: me, server: { name: 'Home', version: '1' }, rooms: [badge('6')] };
    const state = run(start, { type: 'gateway', event: { type: 'ready', ready } });
    expect(state.roomOrder).toEqual(['6', '8', '9']);
    expect(state.server?.name).toBe('Home');
  });
  it('count what others say, not what we do, and nothing twice', () => {
    const state = run(open, said('101', 'one'), said('101', 'one'), said('102', '@ann two'), said('103', 'mine', { from: who('ann') }));
    expect(state.rooms['5']).toMatchObject({ unread: 2, mentions: 1, lastMessageId: '103' });
    expect(run(start, said('104', 'x', { target: 'ann' })).rooms['9']).toMatchObject({ unread: 1, mentions: 1 });
  });
  it('take the server’s numbers, but none that are older than what is here', () => {
    const state = run(open, said('101', 'one'), said('102', 'two'));
    const older = badge('5', { last_message_id: '101', unread: 1 });
    const newer = badge('5', { last_message_id: '102', unread: 40, more: true, mentions: 3 });
    expect(run(state, { type: 'gateway', event: { type: 'badges', rooms: [older], marker: false } }).rooms['5']?.unread).toBe(2);
    expect(run(state, { type: 'gateway', event: { type: 'badges', rooms: [newer], marker: false } }).rooms['5']).toMatchObject({ unread: 40, unreadMore: true, mentions: 3 });
  });
  it('stay read here when the server hasn’t heard of it, and are read here when another device read', () => {
    const state = run(open, said('101', 'one'), said('102', 'two'), { type: 'marked_read', room: '5', upTo: '102' });
    expect(state.rooms['5']).toMatchObject({ unread: 0, readId: '102' });
    const late = badge('5', { last_message_id: '102', unread: 2, read: { at: null, id: '90' } });
    expect(run(state, { type: 'rooms_known', badges: [late] }).rooms['5']).toMatchObject({ unread: 0, readId: '102' });
    const elsewhere = badge('5', { last_message_id: '102', unread: 0, read: { at: null, id: '102' } });
    expect(run(open, said('101', 'one'), { type: 'rooms_known', badges: [elsewhere] }).rooms['5']).toMatchObject({ unread: 0, readId: '102' });
  });
  it('are unread by hand until they are read', () => {
    const state = run(open, said('101', 'one'), said('102', 'two'), { type: 'marked_read', room: '5', upTo: '102' }, { type: 'marked_unread', room: '5', from: '102' });
    expect(state.rooms['5']).toMatchObject({ unread: 1, readId: '101' });
    const told = run(state, { type: 'rooms_known', badges: [badge('5', { last_message_id: '102', read: { at: null, id: '102' } })] });
    expect(told.rooms['5']).toMatchObject({ unread: 1, readId: '101' });
    expect(run(told, { type: 'marked_read', room: '5', upTo: '102' }).rooms['5']).toMatchObject({ unread: 0, readId: '102' });
  });
  it('keep their place under a new name', () => {
    const state = run(open, irc({ type: 'renamed', by: who('bob'), channel: '#room5', name: '#salon', time: 7 }), said('101', 'hi', { target: '#Salon' }));
    expect(state.rooms['5']).toMatchObject({ name: 'salon', channel: '#salon', unread: 1 });
    expect(run(state, said('102', 'lost', { target: '#room5' })).rooms['5']?.unread).toBe(1);
    expect(state.timelines['5']?.items.map((item) => item.kind)).toEqual(['event', 'message']);
  });
});

describe('a conversation that begins here', () => {
  const begun = run(start, { type: 'conversation_opened', id: 'dm:zoe', username: 'Zoe' }, { type: 'page_loaded', room: 'dm:zoe', how: 'latest', page: emptyPage, replay: [], fresh: true });
  const pending = { ...run(open, said('1', 'x')).timelines['5']!.items[0]!, kind: 'message' as const, id: 'local:1', key: 'local:1', roomId: 'dm:zoe', author: { id: '1', username: 'Ann', guest: false }, text: 'hello', delivery: { state: 'pending' as const } };

  it('stands first, moves to its room when it gets one, and keeps its old name for who holds it', () => {
    expect(begun.roomOrder[2]).toBe('dm:zoe');
    const state = run(
      begun,
      { type: 'queued', message: pending as never },
      { type: 'draft_changed', room: 'dm:zoe', draft: { text: 'more', replyTo: null, editing: null } },
      { type: 'rooms_known', badges: [conversation('99', 'zoe')] },
    );
    expect(state.roomOrder).toContain('99');
    expect(state.roomOrder).not.toContain('dm:zoe');
    expect(state.rooms['dm:zoe']).toBe(state.rooms['99']);
    expect(state.drafts['99']?.text).toBe('more');
    const confirmed = run(state, { type: 'confirmed', room: 'dm:zoe', key: 'local:1', id: '120', sentAt: 120 }, said('121', 'hi', { from: who('zoe'), target: 'ann' }));
    expect(confirmed.timelines['99']?.items.map((item) => [item.id, item.roomId])).toEqual([['120', '99'], ['121', '99']]);
    expect(confirmed.timelines['dm:zoe']).toBe(confirmed.timelines['99']);
    expect(run(confirmed, { type: 'draft_changed', room: 'dm:zoe', draft: null }).drafts).toEqual({});
  });
});

describe('members', () => {
  const list: AppEvent = irc({ type: 'members', channel: '#room5', members: [{ nick: 'ann', account: 'ann', prefixes: '@', away: false }, { nick: 'bob', account: 'bob', prefixes: '', away: true }] });

  it('come, go, and are told of, except ourselves', () => {
    const state = run(open, list, irc({ type: 'joined', who: who('eve'), channel: '#room5', time: 1 }), irc({ type: 'joined', who: who('ann'), channel: '#room5', time: 1 }), irc({ type: 'quit', who: who('bob'), reason: 'bye', time: 2 }));
    expect(state.rooms['5']?.members.map((member) => member.username)).toEqual(['ann', 'eve']);
    expect(state.timelines['5']?.items.map((item) => (item.kind === 'event' ? item.what : ''))).toEqual(['join', 'quit']);
    expect(state.people['bob']).toMatchObject({ online: false });
    expect(state.people['eve']).toMatchObject({ online: true });
  });
  it('gain and lose ranks', () => {
    const change = (on: boolean, mode: string): AppEvent => irc({ type: 'modes', by: who('ann'), channel: '#room5', changes: [{ on, mode, argument: 'BOB' }], text: '', time: 1 });
    expect(run(open, list, change(true, 'v'), change(true, 'o')).rooms['5']?.members[1]?.prefixes).toBe('@+');
    expect(run(open, list, change(true, 'v'), change(true, 'o'), change(false, 'o')).rooms['5']?.members[1]?.prefixes).toBe('+');
  });
  it('are renamed everywhere, and so are we', () => {
    const state = run(open, list, irc({ type: 'nick_changed', who: who('bob'), nick: 'rob', time: 1 }), irc({ type: 'nick_changed', who: who('ann'), nick: 'anna', time: 1 }));
    expect(state.rooms['5']?.members.map((member) => member.username)).toEqual(['anna', 'rob']);
    expect(state.rooms['9']).toMatchObject({ username: 'rob', name: 'rob' });
    expect(state.internal.byUsername['rob']).toBe('9');
    expect(state.me?.username).toBe('anna');
  });
  it('leave with us when we leave', () => {
    const state = run(open, list, irc({ type: 'parted', who: who('ann'), channel: '#room5', reason: '', time: 1 }));
    expect(state.rooms['5']).toMatchObject({ joined: false, members: [] });
    expect(state.internal.live['5']).toBeUndefined();
  });
});

describe('people', () => {
  it('are what their profile says, as far as it fits', () => {
    const profile = (key: string, value: string | null): AppEvent => irc({ type: 'profile', target: 'Bob', key, value });
    const state = run(start, profile('display-name', 'Robert'), profile('color', '#ABCDEF'), profile('avatar', 'javascript:x'), profile('homepage', 'https://b.example'), profile('bot', ''));
    expect(state.people['bob']).toMatchObject({ displayName: 'Robert', color: '#abcdef', avatarUrl: null, homepage: 'https://b.example', bot: true });
    expect(run(state, profile('display-name', null), profile('color', 'red')).people['bob']).toMatchObject({ displayName: 'Bob', color: null });
  });
  it('type for a while, until they say something', () => {
    const typing: AppEvent = irc({ type: 'typing', from: who('bob'), target: '#room5', state: 'active', time: 1000 });
    expect(run(open, typing).rooms['5']?.typing).toEqual({ bob: 7000 });
    expect(run(open, typing, said('101', 'there')).rooms['5']?.typing).toEqual({});
    expect(run(open, typing, { type: 'time_passed', now: 6999 }).rooms['5']?.typing).toEqual({ bob: 7000 });
    expect(run(open, typing, { type: 'time_passed', now: 7000 }).rooms['5']?.typing).toEqual({});
    expect(run(open, irc({ type: 'typing', from: who('ANN'), target: '#room5', state: 'active', time: 1000 })).rooms['5']?.typing).toEqual({});
  });
});

describe('a message', () => {
  it('is edited, reacted to and removed, each as often as one likes', () => {
    const edit = said('0', 'fixed', { id: null, edits: '101', time: 200 });
    const reaction = irc({ type: 'reaction', from: { nick: 'bob', account: 'bob', accountId: '2' }, target: '#room5', message: '101', value: '👍', on: true, label: null });
    const mine: AppEvent = { type: 'message_changed', room: '5', message: '101', change: { what: 'reaction', value: '👍', accountId: '1', on: true } };
    const state = run(open, said('101', 'broken'), edit, edit, reaction, reaction, mine, mine);
    expect(state.timelines['5']?.items[0]).toMatchObject({ text: 'fixed', editedAt: 200, reactions: [{ count: 2, mine: true, accountIds: ['2', '1'] }] });
    const gone = run(state, irc({ type: 'redacted', from: who('bob'), target: '#room5', message: '101', time: 300, label: null }), edit, reaction);
    expect(gone.timelines['5']?.items[0]).toMatchObject({ text: '', deletedAt: 300, reactions: [] });
  });
  it('that answers ours is for us', () => {
    const state = run(open, said('101', 'question', { from: who('ann') }), said('102', 'answer', { replyTo: '101' }), said('103', 'other', { replyTo: '102' }));
    expect(state.timelines['5']?.items.map((item) => item.kind === 'message' && item.mentionsMe)).toEqual([false, true, false]);
  });
  it('from a guest to us has no place', () => {
    expect(run(open, said('101', 'psst', { target: 'ann', from: { nick: 'guest7', account: null } })).timelines).toEqual(open.timelines);
  });
  it('stays hidden in what is read while it can be undone, and comes back to its place', () => {
    const shown = run(open, said('101', 'one'), said('102', 'two'), said('103', 'three'));
    const hidden = run(shown, { type: 'message_changed', room: '5', message: '102', change: { what: 'hidden', on: true } });
    const texts = (state: CoreState) => state.timelines['5']?.items.map((item) => item.kind === 'message' && item.text);
    expect(texts(hidden)).toEqual(['one', 'three']);
    const messages = shown.timelines['5']!.items.flatMap((item) => (item.kind === 'message' ? [item] : []));
    const again = run(hidden, { type: 'page_loaded', room: '5', how: 'latest', page: { messages, older: false, newer: false }, replay: [], fresh: true });
    expect(texts(again)).toEqual(['one', 'three']);
    expect(texts(run(again, { type: 'message_changed', room: '5', message: '102', change: { what: 'hidden', on: false } }))).toEqual(['one', 'two', 'three']);
  });
});

it('what changes nothing makes no new state', () => {
  for (const event of [irc({ type: 'notice', text: 'x' }), irc({ type: 'acknowledged', label: 'q' }), said('5', 'x', { target: '#elsewhere' }), { type: 'time_passed', now: 0 }] as AppEvent[]) {
    expect(reduce(open, event)).toBe(open);
  }
});
