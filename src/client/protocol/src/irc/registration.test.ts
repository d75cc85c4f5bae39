// SPDX-License-Identifier: GPL-2.0-or-later
import { describe, expect, it } from 'vitest';
import { parseLine } from './line.std';
import { beginRegistration, registerStep, saslLines, wantedCapabilities, type Registration } from './registration.std';

const offer = 'account-tag batch=x draft/multiline=max-bytes=100,max-lines=3 echo-message labeled-response message-tags server-time sasl=PLAIN,OAUTHBEARER unknown/cap';

function talk(lines: readonly string[]): { state: Registration; sent: string[] } {
  const begun = beginRegistration({ username: 'Ann', token: 'secret' });
  let state = begun.next;
  const sent = [...begun.send];
  for (const text of lines) {
    const step = registerStep(state, parseLine(text)!);
    if (!step) continue;
    state = step.next;
    sent.push(...step.send);
  }
  return { state, sent };
}

const untilRequest = [`:s CAP * LS * :${offer.slice(0, 40)}`, `:s CAP * LS :${offer.slice(40)}`];

describe('registration', () => {
  it('goes from the list of capabilities to the welcome', () => {
    const listed = talk([`:s CAP * LS :${offer}`]);
    expect(listed.state.phase).toBe('requesting');
    const asked = listed.sent.filter((line) => line.startsWith('CAP REQ'));
    expect(asked.join(' ')).not.toContain('unknown/cap');
    const acks = asked.map((line) => `:s CAP * ACK ${line.slice(8)}`);
    const { state, sent } = talk([`:s CAP * LS :${offer}`, ...acks, 'AUTHENTICATE +', ':s 900 * ann!a@h Ann :ok', ':s 903 * :ok', ':s 001 Ann|x :hi']);
    expect(state.phase).toBe('registered');
    expect(state.nick).toBe('Ann|x');
    expect(state.offered['draft/multiline']).toBe('max-bytes=100,max-lines=3');
    expect(state.enabled).toContain('draft/multiline');
    const secret = sent.find((line) => line.startsWith('AUTHENTICATE b'))!.slice(13);
    expect(Buffer.from(secret, 'base64').toString()).toBe('n,,\u0001auth=Bearer secret\u0001\u0001');
    expect(sent.at(-1)).toBe('CAP END');
  });
  it('waits for the last line of a long list', () => {
    expect(talk([':s CAP * LS * :batch']).state.phase).toBe('listing');
    expect(untilRequest).toHaveLength(2);
  });
  it('gives up where the server lacks what is needed', () => {
    expect(talk([':s CAP * LS :batch sasl']).state.refusal?.code).toBe('unsupported');
  });
  it('asks one by one when several are denied', () => {
    const { sent } = talk([`:s CAP * LS :${offer}`, ':s CAP * NAK :account-tag draft/multiline']);
    expect(sent).toContain('CAP REQ :account-tag');
    expect(sent).toContain('CAP REQ :draft/multiline');
  });
  it('answers an explained refusal and ends at 904', () => {
    const listed = talk([`:s CAP * LS :${offer}`]);
    const acks = listed.sent.filter((line) => line.startsWith('CAP REQ')).map((line) => `:s CAP * ACK ${line.slice(8)}`);
    const { state, sent } = talk([`:s CAP * LS :${offer}`, ...acks, 'AUTHENTICATE +', 'AUTHENTICATE eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=', ':s 904 * :no']);
    expect(sent.at(-1)).toBe('AUTHENTICATE AQ==');
    expect(state.phase).toBe('refused');
    expect(state.refusal?.code).toBe('unauthenticated');
  });
  it('is not moved by what doesn’t belong there', () => {
    for (const line of [':s 903 * :ok', ':s 001 x :hi', 'AUTHENTICATE +', 'PING x', ':s CAP * ACK :batch']) {
      expect(talk([line]).state.phase).toBe('listing');
    }
  });
  it('takes what comes and goes later', () => {
    const listed = talk([`:s CAP * LS :${offer}`]);
    const acks = listed.sent.filter((line) => line.startsWith('CAP REQ')).map((line) => `:s CAP * ACK ${line.slice(8)}`);
    const { state, sent } = talk([`:s CAP * LS :${offer}`, ...acks, 'AUTHENTICATE +', ':s 903 * :ok', ':s 001 A :hi', ':s CAP A DEL :draft/multiline', ':s CAP A NEW :setname sasl']);
    expect(state.enabled).not.toContain('draft/multiline');
    expect(sent.at(-1)).toBe('CAP REQ :setname');
  });
  it('wants each capability once', () => {
    expect(new Set(wantedCapabilities).size).toBe(wantedCapabilities.length);
  });
});

describe('the bearer’s message', () => {
  it('comes in chunks of 400, a full one followed by "+"', () => {
    expect(saslLines('x'.repeat(401)).map((line) => line.length - 13)).toEqual([400, 1]);
    expect(saslLines('x'.repeat(800)).at(-1)).toBe('AUTHENTICATE +');
    expect(saslLines('')).toEqual(['AUTHENTICATE +']);
  });
});
