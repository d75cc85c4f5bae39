// SPDX-License-Identifier: GPL-2.0-or-later
import { describe, expect, it } from 'vitest';
import { GatewaySession } from './session.std';

const ready = JSON.stringify({
  op: 'ready',
  session: 'S',
  account: { id: '1', username: 'ann', display_name: 'Ann', owner: true },
  server: { name: 'Home', version: '1.0' },
  rooms: [{ id: '5', kind: 'text', name: 'general', username: null, irc_channel: '#general', last_message_id: '9', read: { at: null, id: '3' }, unread: 2, more: false, mentions: 1 }, { nonsense: true }],
});

function live(): GatewaySession {
  const session = new GatewaySession(() => 'token', 'test');
  session.opened();
  session.take('{"op":"hello","heartbeat_ms":15000}');
  session.take(ready);
  return session;
}

describe('the gateway', () => {
  it('is told who we are when it says hello', () => {
    const session = new GatewaySession(() => 'token', 'test');
    session.opened();
    expect(session.take('{"op":"hello","heartbeat_ms":15000}').send).toEqual(['{"op":"identify","token":"token","client":"test"}']);
    expect(session.heartbeatMs).toBe(15_000);
    expect(session.take(ready).events).toMatchObject([{ type: 'ready', ready: { session: 'S', account: { staff: true }, rooms: [{ id: '5', unread: 2 }] } }]);
    expect(session.state).toBe('live');
  });
  it('resumes where it was, and counts no event twice', () => {
    const session = live();
    expect(session.take('{"op":"event","s":1,"t":"message.pinned","d":{"id":"7","room_id":"5"}}').events).toEqual([{ type: 'pinned', room: '5', message: '7', on: true }]);
    expect(session.closed(1006)).toBe('resume');
    session.opened();
    expect(session.take('{"op":"hello"}').send).toEqual(['{"op":"resume","session":"S","s":1}']);
    expect(session.take('{"op":"resumed"}').events).toEqual([{ type: 'resumed' }]);
    expect(session.take('{"op":"event","s":1,"t":"message.pinned","d":{"id":"7","room_id":"5"}}').events).toEqual([]);
    expect(session.take('{"op":"event","s":2,"t":"message.unpinned","d":{"id":"7","room_id":"5"}}').events).toHaveLength(1);
  });
  it('begins anew when it can’t resume', () => {
    const session = live();
    session.closed(4007);
    session.opened();
    session.take('{"op":"hello"}');
    session.take('{"op":"error","code":"resume_failed"}');
    expect(session.closed(4006)).toBe('identify');
    session.opened();
    expect(session.take('{"op":"hello"}').send[0]).toContain('identify');
  });
  it.each([[1001, 'identify'], [4002, 'sign_in'], [4003, 'sign_in'], [4008, 'resume'], [4010, 'superseded'], [4999, 'resume'], [1006, 'resume']])('after code %i: %s', (code, then) => {
    expect(live().closed(code)).toBe(then);
  });
  it('is dead after two heartbeats without a word', () => {
    const session = live();
    expect(session.heartbeat()).toBe('{"op":"heartbeat","s":0}');
    session.take('{"op":"heartbeat_ack"}');
    session.heartbeat();
    session.heartbeat();
    expect(session.heartbeat()).toBeNull();
  });
  it('takes anything', () => {
    const session = live();
    for (const text of ['', '[]', '{}', 'null', '{"op":1}', '{"op":"event"}', '{"op":"event","s":5,"t":"constructor","d":{}}', '{"op":"event","s":6,"t":"unread.updated","d":{"rooms":7}}', '{"op":"event","s":7,"t":"member.updated","d":{"values":[1]}}', '{"op":"ready"}']) session.take(text);
    expect(session.state).toBe('live');
  });
});
