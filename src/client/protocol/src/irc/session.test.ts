// SPDX-License-Identifier: GPL-2.0-or-later
import { describe, expect, it } from 'vitest';
import type { IrcEvent } from './events.std';
import { IrcSession } from './session.std';

const time = '2026-11-22T08:00:00.123Z';
const at = Date.parse(time);

function registered(): IrcSession {
  const session = new IrcSession({ username: 'ann', token: 't' });
  const offer = 'batch echo-message labeled-response message-tags server-time sasl draft/multiline=max-bytes=5000,max-lines=9';
  const asked = session.take(`:s CAP * LS :${offer}`, 0).send;
  for (const line of asked) session.take(`:s CAP * ACK ${line.slice(8)}`, 0);
  session.take('AUTHENTICATE +', 0);
  session.take(':s 903 ann :ok', 0);
  session.take(':s 001 ann :hi', 0);
  session.take(':s 005 ann PREFIX=(qaohv)~&@%+ CHANMODES=beI,k,l,imnpst CHANTYPES=# :are supported', 0);
  return session;
}

function events(...lines: string[]): IrcEvent[] {
  const session = registered();
  return lines.flatMap((line) => session.take(line, 42).events);
}

describe('an IRC session', () => {
  it('tells when it is registered, with what holds', () => {
    const session = registered();
    expect(session.registered).toBe(true);
    expect(session.limits).toEqual({ maximumBytes: 5000, maximumLines: 9 });
  });
  it('answers PING', () => {
    expect(registered().take('PING :x y', 0).send).toEqual(['PONG :x y']);
  });
  it('reads messages, actions, replies and edits', () => {
    expect(events(`@msgid=9;time=${time};account=bob;+reply=5 :bob!b@h PRIVMSG #a :hi`)).toEqual([
      { type: 'message', id: '9', time: at, from: { nick: 'bob', account: 'bob' }, target: '#a', text: 'hi', action: false, notice: false, replyTo: '5', edits: null, webhook: null, label: null },
    ]);
    expect(events('@msgid=9 :bob!b@h PRIVMSG #a :\u0001ACTION waves\u0001')).toMatchObject([{ text: 'waves', action: true, time: 42 }]);
    expect(events('@msgid=9;+n-3-0.github.io/edit=7 :bob!b@h PRIVMSG #a :fixed')).toMatchObject([{ edits: '7', text: 'fixed' }]);
  });
  it('knows who is signed in by either tag', () => {
    expect(events('@msgid=9;inspircd.org/account-id=77 :bob!b@h PRIVMSG #a :hi')).toMatchObject([{ from: { nick: 'bob', account: 'bob', accountId: '77' } }]);
    expect(events('@msgid=9 :guest!b@h PRIVMSG #a :hi')).toMatchObject([{ from: { nick: 'guest', account: null } }]);
  });
  it('has webhooks by the name they gave', () => {
    const [event] = events('@msgid=1;n-3-0.github.io/webhook=77;n-3-0.github.io/name=Build\\sBot :hook|builds!webhook@webhook.alloquy PRIVMSG #a :x');
    expect(event).toMatchObject({ webhook: { id: '77', name: 'Build Bot', avatarUrl: null } });
  });
  it('keeps programs’ questions from people', () => {
    expect(events(':bob!b@h PRIVMSG ann :\u0001VERSION\u0001')).toEqual([]);
  });
  it('tells the server’s words from people’s', () => {
    expect(events(':irc.example NOTICE ann :*** hello')).toEqual([{ type: 'notice', text: '*** hello' }]);
    expect(events('@msgid=3 :bob!b@h NOTICE #a :hi')).toMatchObject([{ type: 'message', notice: true }]);
  });
  it('reads reactions, and refuses what is both', () => {
    expect(events('@+draft/react=👍;+reply=5 :bob!b@h TAGMSG #a')).toMatchObject([{ type: 'reaction', value: '👍', on: true, message: '5' }]);
    expect(events('@+draft/unreact=👍;+reply=5 :bob!b@h TAGMSG #a')).toMatchObject([{ on: false }]);
    expect(events('@+draft/react=👍;+draft/unreact=👍;+reply=5 :bob!b@h TAGMSG #a')).toEqual([]);
  });
  it('reads typing by its own clock', () => {
    expect(events('@+typing=active :bob!b@h TAGMSG #a')).toMatchObject([{ type: 'typing', state: 'active', time: 42 }]);
    expect(events('@+typing=bogus :bob!b@h TAGMSG #a')).toEqual([]);
  });
  it('has a list of members when it is complete', () => {
    expect(events(':s 354 ann 101 #a bob H@% bob', ':s 354 ann 101 #a guest G* 0', ':s 354 ann 7 #a other H 0', ':s 315 ann #a :End')).toEqual([
      { type: 'members', channel: '#a', members: [
        { nick: 'bob', account: 'bob', prefixes: '@%', away: false },
        { nick: 'guest', account: null, prefixes: '', away: true },
      ] },
    ]);
    expect(events(':s 353 ann = #a :@%bob!b@h +eve', ':s 366 ann #a :End')).toMatchObject([{ members: [{ nick: 'bob', prefixes: '@%' }, { nick: 'eve', prefixes: '+' }] }]);
  });
  it('reads ranks that come and go', () => {
    expect(events(':bob!b@h MODE #a +ov-k ann eve *')).toMatchObject([
      { type: 'modes', changes: [{ on: true, mode: 'o', argument: 'ann' }, { on: true, mode: 'v', argument: 'eve' }, { on: false, mode: 'k', argument: '*' }] },
    ]);
    expect(events(':ann MODE ann +i')).toEqual([]);
  });
  it('names refusals, with the label of what was refused', () => {
    expect(events('@label=q :s FAIL PRIVMSG CANNOT_STORE #a :No')).toEqual([{ type: 'failed', command: 'PRIVMSG', code: 'cannot_store', context: ['#a'], text: 'No', label: 'q' }]);
    expect(events('@label=q :s 404 ann #a :No')).toMatchObject([{ code: 'cannot_send', context: ['#a'], label: 'q' }]);
  });
  it('says that a labelled question was answered, whatever the answer is', () => {
    expect(events('@label=q :ann!a@h TOPIC #a :new')).toMatchObject([{ type: 'topic' }, { type: 'acknowledged', label: 'q' }]);
    expect(events('@label=q :s ACK')).toEqual([{ type: 'acknowledged', label: 'q' }]);
    expect(events('@label=q;msgid=1 :ann!a@h PRIVMSG #a :x')).toMatchObject([{ type: 'message', label: 'q' }]);
  });
  it('reads who is away, ourselves too', () => {
    expect(events(':bob!b@h AWAY :lunch', ':bob!b@h AWAY', ':s 306 ann :You are away', ':s 305 ann :You are back').map((event) => event.type === 'away' && [event.who.nick, event.away])).toEqual([
      ['bob', true], ['bob', false], ['ann', true], ['ann', false],
    ]);
  });
  it('reads markers, profiles, blocks and renames', () => {
    expect(events(`MARKREAD #a timestamp=${time}`, 'MARKREAD #a *')).toEqual([{ type: 'read_marker', target: '#a', time: at }, { type: 'read_marker', target: '#a', time: null }]);
    expect(events(':bob!b@h METADATA bob color * :#ff0000', ':s 761 ann bob status * :away', ':bob METADATA bob color *')).toMatchObject([
      { type: 'profile', target: 'bob', key: 'color', value: '#ff0000' }, { key: 'status', value: 'away' }, { key: 'color', value: null },
    ]);
    expect(events(':ann SILENCE +eve!*@*', ':ann SILENCE -eve')).toEqual([{ type: 'blocked', name: 'eve', on: true }, { type: 'blocked', name: 'eve', on: false }]);
    expect(events(':bob!b@h RENAME #a #b :why')).toMatchObject([{ type: 'renamed', channel: '#a', name: '#b' }]);
  });
  it('doesn’t take replayed history for news', () => {
    expect(events(':s BATCH +1 chathistory #a', '@batch=1;msgid=1 :bob!b@h PRIVMSG #a :old', ':s BATCH -1')).toEqual([]);
  });
  it('takes anything', () => {
    const session = registered();
    const words = ['PRIVMSG', 'BATCH', 'MODE', 'FAIL', '354', '005', 'CAP', 'constructor', 'toString', '@', ':', '+', '-', '#a', '', 'METADATA', 'JOIN', '\u0001'];
    let seed = 1;
    for (let round = 0; round < 20_000; round += 1) {
      const text = Array.from({ length: 6 }, () => words[(seed = (seed * 48271) % 2147483647) % words.length]).join(' ');
      session.take(text, 0);
    }
    expect(session.registered).toBe(true);
  });
});
