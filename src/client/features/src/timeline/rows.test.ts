// SPDX-License-Identifier: GPL-2.0-or-later
import { describe, expect, it } from 'vitest';
import type { Message, RoomEvent, TimelineItem } from '@alloquy/state/model.std';
import { summarizeEvents } from './event_summary.std';
import { newMessages } from './announcement.std';
import { actionsFor } from './message_actions.std';
import { buildRows, rowOfMessage, type Row } from './rows.std';
import { nextStep } from './steps.std';
import { typingNow } from './typing.std';

const noon = new Date(2026, 10, 30, 12).getTime();
const options = { readId: null, me: 'me', blocked: [] };

function message(id: number, author: string, more: Partial<Message> = {}): Message {
  return {
    kind: 'message', id: String(id), key: `k${id}`, roomId: '1', author: { id: null, username: author, guest: false }, text: `text ${id}`, action: false, notice: false,
    sentAt: noon + id * 1000, editedAt: null, deletedAt: null, unreadable: false, replyTo: null, reactions: [], pinned: false, webhook: null,
    delivery: { state: 'sent' }, mentionsMe: false, ...more,
  };
}

function event(id: number, username: string, what: RoomEvent['what'], more: Partial<RoomEvent> = {}): RoomEvent {
  return { kind: 'event', key: `e${id}`, id: String(id), roomId: '1', what, username, text: '', at: noon + id * 1000, ...more };
}

function shape(rows: readonly Row[]): string[] {
  return rows.map((row) => `${row.day === null ? '' : 'day '}${row.unread ? 'unread ' : ''}${row.type === 'message' ? (row.tail ? 'tail' : 'head') : `${row.type}${row.type === 'events' ? row.events.length : row.messages.length}`} ${row.key}`);
}

describe('rows', () => {
  it('groups what one author says within some minutes', () => {
    const items = [message(1, 'anna'), message(2, 'Anna'), message(3, 'ben'), message(4, 'ben', { replyTo: '1' }), message(5, 'ben'), message(1000, 'ben', { sentAt: noon + 600_000 })];
    expect(shape(buildRows(items, options))).toEqual(['day head k1', 'tail k2', 'head k3', 'head k4', 'tail k5', 'head k1000']);
  });
  it('does not let a guest or a webhook continue what a person said', () => {
    const guest = message(2, 'anna', { author: { id: null, username: 'anna', guest: true } });
    const hook = message(3, 'anna', { webhook: { id: '7', name: 'anna', avatarUrl: null } });
    expect(shape(buildRows([message(1, 'anna'), guest, hook], options))).toEqual(['day head k1', 'head k2', 'head k3']);
  });
  it('begins each day with a day', () => {
    expect(shape(buildRows([message(1, 'anna'), message(2, 'anna', { sentAt: noon + 86_400_000 })], options))).toEqual(['day head k1', 'day head k2']);
  });
  it('marks the first unread of somebody else', () => {
    const items = [message(1, 'anna'), message(2, 'me'), message(3, 'anna'), message(4, 'anna')];
    expect(shape(buildRows(items, { ...options, readId: '1' }))).toEqual(['day head k1', 'head k2', 'unread head k3', 'tail k4']);
  });
  it('puts comings and goings in one row, but not topics', () => {
    const items = [message(1, 'anna'), event(2, 'ben', 'join'), event(3, 'carl', 'quit'), event(4, 'ben', 'topic'), event(5, 'ben', 'part'), message(6, 'anna')];
    expect(shape(buildRows(items, options))).toEqual(['day head k1', 'events2 e2', 'events1 e4', 'events1 e5', 'head k6']);
  });
  it('folds what blocked people say, and leaves out what was deleted', () => {
    const items = [message(1, 'anna'), message(2, 'troll'), message(3, 'Troll'), message(4, 'anna'), message(5, 'anna', { deletedAt: noon })];
    const rows = buildRows(items, { ...options, blocked: ['troll'] });
    expect(shape(rows)).toEqual(['day head k1', 'blocked2 k2', 'head k4']);
    expect(rowOfMessage(rows, '3')).toBe(1);
    expect(rowOfMessage(rows, '5')).toBe(-1);
  });
  it('keeps rows that stay as they were', () => {
    const items: TimelineItem[] = [message(1, 'anna'), event(2, 'ben', 'join'), message(3, 'anna')];
    const before = buildRows(items, options);
    const after = buildRows([...items, message(4, 'anna')], options, before);
    expect(after.slice(0, 3).every((row, index) => row === before[index])).toBe(true);
  });
});

describe('steps', () => {
  const rows = (from: number, to: number) => buildRows(Array.from({ length: to - from }, (_, index) => message(from + index, index % 2 === 0 ? 'anna' : 'ben')), options);
  const keys = (list: readonly Row[]) => list.map((row) => row.key);

  it('shows what was added at the end at once', () => {
    expect(nextStep(rows(10, 20), rows(10, 21))).toMatchObject({ atBeginning: false, more: false });
  });
  it('shows what was added at the beginning at once, keeping the place', () => {
    expect(nextStep(rows(10, 20), rows(5, 20))).toMatchObject({ atBeginning: true, more: false });
  });
  it('takes two steps for both ends', () => {
    const shown = rows(10, 20);
    const wanted = rows(5, 15);
    const first = nextStep(shown, wanted);
    expect(first).toMatchObject({ atBeginning: true, more: true });
    expect(keys(first.rows)).toEqual(keys(rows(5, 20)));
    const second = nextStep(first.rows, wanted);
    expect(second).toMatchObject({ atBeginning: false, more: false });
    expect(keys(second.rows)).toEqual(keys(wanted));
  });
  it('takes two steps when the beginning goes and the end grows', () => {
    const wanted = rows(15, 25);
    const first = nextStep(rows(10, 20), wanted);
    expect(keys(first.rows)).toEqual(keys(rows(15, 20)));
    expect(first.more).toBe(true);
    expect(keys(nextStep(first.rows, wanted).rows)).toEqual(keys(wanted));
  });
  it('always arrives', () => {
    for (let from = 0; from < 12; from++) {
      for (let to = from; to < 14; to++) {
        let shown: readonly Row[] = rows(4, 9);
        const wanted = rows(from, to);
        let steps = 0;
        for (let more = true; more && steps < 5; steps++) ({ rows: shown, more } = nextStep(shown, wanted));
        expect(keys(shown), `${from}…${to}`).toEqual(keys(wanted));
        expect(steps).toBeLessThan(3);
      }
    }
  });
});

describe('what a run of events comes to', () => {
  it('counts each person once', () => {
    const events = [event(1, 'anna', 'join'), event(2, 'ben', 'quit'), event(3, 'Anna', 'part'), event(4, 'ben', 'join'), event(5, 'carl', 'join'), event(6, 'dora', 'part'), event(7, 'op', 'mode')];
    expect(summarizeEvents(events)).toEqual({ joined: ['carl'], left: ['dora'], visited: ['Anna'], returned: ['ben'], modes: 1 });
  });
});

describe('what can be done with a message', () => {
  const me = { id: '1', username: 'Me', displayName: 'Me', owner: false, staff: false };
  const room = { kind: 'text' as const, members: [{ username: 'me', prefixes: '' }] };
  it('depends on whose it is', () => {
    expect(actionsFor(message(1, 'anna'), room, me)).toEqual(['react', 'reply', 'copy_text', 'copy_link', 'unread']);
    expect(actionsFor(message(1, 'me'), room, me)).toContain('edit');
    expect(actionsFor(message(1, 'me'), room, me)).toContain('delete');
    expect(actionsFor(message(1, 'me', { author: { id: null, username: 'me', guest: true } }), room, me)).not.toContain('edit');
  });
  it('depends on standing', () => {
    const operated = { kind: 'text' as const, members: [{ username: 'me', prefixes: '@' }] };
    expect(actionsFor(message(1, 'anna'), operated, me)).toEqual(['react', 'reply', 'copy_text', 'copy_link', 'unread', 'pin', 'delete']);
    expect(actionsFor(message(1, 'anna', { pinned: true }), { kind: 'dm', members: [] }, me)).toContain('unpin');
  });
  it('depends on how it was sent', () => {
    expect(actionsFor(message(1, 'me', { id: 'local:1', delivery: { state: 'pending' } }), room, me)).toEqual(['copy_text']);
    expect(actionsFor(message(1, 'me', { id: 'local:1', delivery: { state: 'failed', code: 'x', retryable: false } }), room, me)).toEqual(['copy_text', 'discard']);
  });
});

describe('announcements', () => {
  const items = [message(1, 'anna'), message(2, 'me'), message(3, 'ben', { mentionsMe: true }), message(4, 'troll')];
  it('begin with what comes after the first look', () => {
    expect(newMessages(items, true, null, 'me', 'all', [])).toEqual({ messages: [], upTo: 'k4' });
  });
  it('leave out my own, those of blocked people, and what is not wanted', () => {
    expect(newMessages(items, true, 'k1', 'me', 'all', ['troll']).messages.map((each) => each.id)).toEqual(['3']);
    expect(newMessages(items, true, 'k1', 'me', 'mentions', []).messages.map((each) => each.id)).toEqual(['3']);
    expect(newMessages(items, true, 'k1', 'me', 'none', []).messages).toEqual([]);
  });
  it('leave out history', () => {
    expect(newMessages(items, false, 'k1', 'me', 'all', []).messages).toEqual([]);
    expect(newMessages(items, true, 'gone', 'me', 'all', []).messages).toEqual([]);
  });
});

it('typing ends by itself and leaves out me and the blocked', () => {
  expect(typingNow({ anna: 10, ben: 20, me: 20, troll: 20, late: 3 }, 5, 'Me', ['Troll'])).toEqual({ names: ['anna', 'ben'], until: 10 });
});
