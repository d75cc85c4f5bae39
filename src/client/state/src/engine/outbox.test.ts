// SPDX-License-Identifier: GPL-2.0-or-later
import { describe, expect, it } from 'vitest';
import type { Message } from '../model.std';
import { added, deliveryOf, freshEntry, interrupted, laterThan, messageOfEntry, refused, removed, resolved, sendable, sent, unsureRooms, type Entries, type MessageEntry, type ReactionEntry } from './outbox.std';

const me = { id: '1', username: 'ann' };

function message(key: string, text: string, room = '5'): MessageEntry {
  return { kind: 'message', key, room, createdAt: 1000, ...freshEntry, text, replyTo: null, action: false, notice: false };
}

function said(id: string, entry: MessageEntry, more: Partial<Message> = {}): Message {
  return { ...messageOfEntry(entry, me), id, key: id, ...more };
}

const everywhere = () => true;
const keys = (entries: Entries) => entries.map(({ key }) => key);

describe('the outbox', () => {
  it('sends in order, so many at a time, where it may', () => {
    const entries = [message('a', '1'), message('b', '2', '6'), message('c', '3')];
    expect(keys(sendable(entries, everywhere, 10))).toEqual(['a', 'b', 'c']);
    expect(keys(sendable(entries, everywhere, 2))).toEqual(['a', 'b']);
    expect(keys(sendable(entries, (room) => room === '6', 10))).toEqual(['b']);
    expect(keys(sendable(sent(entries, 'a', 0, null), everywhere, 2))).toEqual(['b']);
  });
  it('lets nothing overtake what may or may not have been said', () => {
    const entries = interrupted(sent([message('a', '1'), message('b', '2'), message('c', '3', '6')], 'a', 0, '90'));
    expect(keys(sendable(entries, everywhere, 10))).toEqual(['c']);
    expect([...unsureRooms(entries)]).toEqual([['5', '90']]);
  });
  it('finds in history what was said, and says the rest again', () => {
    let entries: Entries = [message('a', 'hi'), message('b', 'hi'), message('c', 'bye'), message('d', 'later')];
    for (const key of ['a', 'b', 'c']) entries = sent(entries, key, 0, '90');
    const once = resolved(interrupted(entries), '5', [said('91', message('a', 'hi'))]);
    expect(once.found.map((each) => [each.key, each.message.id])).toEqual([['a', '91']]);
    expect(keys(sendable(once.entries, everywhere, 10))).toEqual(['b', 'c', 'd']);
    const both = resolved(interrupted(entries), '5', [said('91', message('a', 'hi')), said('92', message('b', 'hi\n')), said('93', message('c', 'bye'))]);
    expect(both.found.map((each) => each.key)).toEqual(['a', 'b', 'c']);
    expect(keys(both.entries)).toEqual(['d']);
  });
  it('doesn’t take an older message, a notice or another answer for it', () => {
    const entries = interrupted(sent([message('a', 'hi')], 'a', 0, '90'));
    const others = [said('89', message('a', 'hi')), said('91', message('a', 'hi'), { notice: true }), said('92', message('a', 'hi'), { replyTo: '4' }), said('93', message('a', 'hello'))];
    expect(resolved(entries, '5', others).found).toEqual([]);
  });
  it('doesn’t take a message for the one that was said before it in the same words', () => {
    let entries: Entries = [message('a', 'hi'), message('b', 'hi')];
    for (const key of ['a', 'b']) entries = sent(entries, key, 0, '90');
    const left = interrupted(laterThan(removed(entries, 'a'), '5', '91'));
    expect(resolved(left, '5', [said('91', message('a', 'hi'))]).found).toEqual([]);
  });
  it('tries again what is short of something for a moment, a few times', () => {
    let entries: Entries = [message('a', 'hi')];
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      entries = sent(entries, 'a', 0, null);
      const answer = refused(entries, 'a', 'cannot_store');
      entries = answer.entries;
      expect(answer.again).toBe(attempt < 5);
    }
    expect(deliveryOf(entries[0]!)).toEqual({ state: 'failed', code: 'cannot_store', retryable: true });
  });
  it('fails at once what was refused for good', () => {
    const { entries, again } = refused(sent([message('a', 'hi')], 'a', 0, null), 'a', 'dm_policy');
    expect(again).toBe(false);
    expect(deliveryOf(entries[0]!)).toEqual({ state: 'failed', code: 'dm_policy', retryable: true });
    expect(sendable(entries, everywhere, 10)).toEqual([]);
    expect(removed(entries, 'a')).toEqual([]);
  });
  it('keeps one edit and one reaction of a kind', () => {
    const react = (key: string, on: boolean): ReactionEntry => ({ kind: 'reaction', key, room: '5', createdAt: 0, ...freshEntry, message: '9', value: '👍', on });
    expect(keys(added(added([], react('a', true)), react('b', false)))).toEqual(['b']);
    expect(keys(added(sent([react('a', true)], 'a', 0, null), react('b', false)))).toEqual(['a', 'b']);
  });
  it('does edits, reactions and removals again without asking', () => {
    const entry: ReactionEntry = { kind: 'reaction', key: 'a', room: '5', createdAt: 0, ...freshEntry, message: '9', value: '👍', on: true };
    expect(interrupted(sent([entry], 'a', 0, null))[0]?.state).toBe('waiting');
  });
});
