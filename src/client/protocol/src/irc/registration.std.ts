// SPDX-License-Identifier: GPL-2.0-or-later
// From a fresh connection to a registered one: CAP LS, CAP REQ, SASL, CAP END, 001. One table says what each line does in each phase.

import { base64OfText } from '@alloquy/base/text.std';
import type { Line } from './line.std';
import { serialiseLine } from './line.std';

export type Phase = 'listing' | 'requesting' | 'authenticating' | 'answering' | 'welcoming' | 'registered' | 'refused';

/** Without these the client couldn't keep its promises: no acknowledgement, no ids, no times. */
export const requiredCapabilities = ['batch', 'echo-message', 'labeled-response', 'message-tags', 'server-time', 'sasl'] as const;

export const wantedCapabilities: readonly string[] = [
  ...requiredCapabilities,
  'account-notify',
  'account-tag',
  'away-notify',
  'cap-notify',
  'chghost',
  'draft/channel-rename',
  'draft/chathistory', // else the server replays history by itself
  'draft/message-redaction',
  'draft/metadata-2',
  'draft/multiline',
  'draft/no-implicit-names',
  'draft/read-marker',
  'extended-join',
  'extended-monitor',
  'invite-notify',
  'multi-prefix',
  'n-3-0.github.io/edit', // else edits come as an asterisk and the new text, for clients that don't know them
  'no-implicit-names',
  'setname',
  'standard-replies',
];

export interface Identity {
  readonly username: string;
  readonly token: string;
}

export interface Registration {
  readonly phase: Phase;
  readonly identity: Identity;
  /** Offered, with their values. */
  readonly offered: Readonly<Record<string, string>>;
  readonly enabled: readonly string[];
  /** Requests not answered yet. */
  readonly asked: number;
  readonly nick: string;
  readonly refusal: { readonly code: string; readonly text: string } | null;
}

export interface Step {
  readonly next: Registration;
  readonly send: readonly string[];
}

export function beginRegistration(identity: Identity): Step {
  return {
    next: { phase: 'listing', identity, offered: {}, enabled: [], asked: 0, nick: identity.username, refusal: null },
    send: [
      'CAP LS 302',
      serialiseLine({ command: 'NICK', params: [identity.username] }),
      serialiseLine({ command: 'USER', params: [identity.username.slice(0, 9), '0', '*', identity.username] }),
    ],
  };
}

type Rule = (state: Registration, line: Line) => Step | null;

/** Phases × commands; what isn't here is no part of registration and changes nothing. */
const table: Readonly<Record<Phase, Readonly<Record<string, Rule>>>> = {
  listing: { 'CAP LS': onList, ...refusals() },
  requesting: { 'CAP ACK': onAccepted, 'CAP NAK': onDenied, 'CAP NEW': onNew, 'CAP DEL': onGone, ...refusals() },
  authenticating: { AUTHENTICATE: onChallenge, 'CAP DEL': onGone, ...refusals() },
  answering: { AUTHENTICATE: onExplanation, '903': onSignedIn, '900': stay, 'CAP DEL': onGone, ...refusals() },
  welcoming: { '001': onWelcome, 'CAP DEL': onGone, ...refusals() },
  registered: { 'CAP NEW': onNew, 'CAP DEL': onGone, 'CAP ACK': onLateAccepted },
  refused: {},
};

function refusals(): Record<string, Rule> {
  const refused = (code: string): Rule => (state, line) => refuse(state, code, line.params.at(-1) ?? '');
  return {
    ERROR: refused('closed'),
    '432': refused('nick_refused'),
    '464': refused('unauthenticated'),
    '465': refused('banned'),
    '902': refused('unauthenticated'),
    '904': refused('unauthenticated'),
    '905': refused('unauthenticated'),
    '906': refused('unauthenticated'),
    '908': refused('unsupported'),
  };
}

/** Null when the line is no part of registration. */
export function registerStep(state: Registration, line: Line): Step | null {
  const key = line.command === 'CAP' ? `CAP ${(line.params[1] ?? '').toUpperCase()}` : line.command;
  const rules = table[state.phase];
  return Object.hasOwn(rules, key) ? (rules[key]?.(state, line) ?? null) : null;
}

function stay(state: Registration): Step {
  return { next: state, send: [] };
}

function refuse(state: Registration, code: string, text: string): Step {
  return { next: { ...state, phase: 'refused', refusal: { code, text } }, send: [] };
}

function readOffers(text: string): Record<string, string> {
  const offers: Record<string, string> = {};
  for (const word of text.split(' ')) {
    const equals = word.indexOf('=');
    if (word !== '') offers[equals < 0 ? word : word.slice(0, equals)] = equals < 0 ? '' : word.slice(equals + 1);
  }
  return offers;
}

function onList(state: Registration, line: Line): Step {
  const offered = { ...state.offered, ...readOffers(line.params.at(-1) ?? '') };
  if (line.params[2] === '*') return { next: { ...state, offered }, send: [] };
  const missing = requiredCapabilities.filter((name) => !Object.hasOwn(offered, name));
  if (missing.length > 0) return refuse({ ...state, offered }, 'unsupported', missing.join(' '));
  const send = requests(wantedCapabilities.filter((name) => Object.hasOwn(offered, name)));
  return { next: { ...state, offered, phase: 'requesting', asked: send.length }, send };
}

/** Short lines, and what is required in a line of its own: a line is accepted or denied as a whole. */
function requests(names: readonly string[]): string[] {
  const required = names.filter((name) => (requiredCapabilities as readonly string[]).includes(name));
  const lines: string[][] = required.length > 0 ? [required] : [];
  for (const name of names.filter((each) => !required.includes(each))) {
    const last = lines.at(-1);
    if (last && last !== required && [...last, name].join(' ').length < 300) last.push(name);
    else lines.push([name]);
  }
  return lines.map((each) => `CAP REQ :${each.join(' ')}`);
}

function namesIn(line: Line): string[] {
  return (line.params.at(-1) ?? '').split(' ').filter((name) => name !== '');
}

function onAccepted(state: Registration, line: Line): Step {
  const enabled = applyChanges(state.enabled, namesIn(line));
  return afterAnswer({ ...state, enabled, asked: state.asked - 1 });
}

function onLateAccepted(state: Registration, line: Line): Step {
  return { next: { ...state, enabled: applyChanges(state.enabled, namesIn(line)) }, send: [] };
}

function applyChanges(enabled: readonly string[], names: readonly string[]): string[] {
  const set = new Set(enabled);
  for (const name of names) {
    if (name.startsWith('-')) set.delete(name.slice(1));
    else set.add(name);
  }
  return [...set];
}

/** A denied line of several is asked again name by name, as one of them may be to blame. */
function onDenied(state: Registration, line: Line): Step {
  const names = namesIn(line);
  const blamed = names.find((name) => (requiredCapabilities as readonly string[]).includes(name));
  if (names.length === 1 && blamed) return refuse(state, 'unsupported', blamed);
  if (names.length === 1) return afterAnswer({ ...state, asked: state.asked - 1 });
  return { next: { ...state, asked: state.asked - 1 + names.length }, send: names.map((name) => `CAP REQ :${name}`) };
}

function afterAnswer(state: Registration): Step {
  if (state.asked > 0) return { next: state, send: [] };
  return { next: { ...state, phase: 'authenticating' }, send: ['AUTHENTICATE OAUTHBEARER'] };
}

function onNew(state: Registration, line: Line): Step {
  const offers = readOffers(line.params.at(-1) ?? '');
  const wanted = Object.keys(offers).filter((name) => wantedCapabilities.includes(name) && !state.enabled.includes(name) && name !== 'sasl');
  const send = requests(wanted);
  const asked = state.phase === 'requesting' ? state.asked + send.length : state.asked;
  return { next: { ...state, asked, offered: { ...state.offered, ...offers } }, send };
}

function onGone(state: Registration, line: Line): Step {
  const gone = namesIn(line);
  const offered = Object.fromEntries(Object.entries(state.offered).filter(([name]) => !gone.includes(name)));
  return { next: { ...state, offered, enabled: state.enabled.filter((name) => !gone.includes(name)) }, send: [] };
}

/** RFC 7628: the token in a GS2 header without a name, because the token says who it is. */
function onChallenge(state: Registration, line: Line): Step {
  if (line.params[0] !== '+') return refuse(state, 'unsupported', 'AUTHENTICATE');
  const message = base64OfText(`n,,\u0001auth=Bearer ${state.identity.token}\u0001\u0001`);
  return { next: { ...state, phase: 'answering' }, send: saslLines(message) };
}

/** Chunks of 400; one that is full, or nothing at all, is followed by "+". */
export function saslLines(message: string): string[] {
  const lines: string[] = [];
  for (let at = 0; at < message.length; at += 400) lines.push(`AUTHENTICATE ${message.slice(at, at + 400)}`);
  if (message.length % 400 === 0) lines.push('AUTHENTICATE +');
  return lines;
}

/** The server explains why it refuses, and says 904 when it got an empty answer (RFC 7628, 3.2.3). */
function onExplanation(state: Registration): Step {
  return { next: state, send: [`AUTHENTICATE ${base64OfText('\u0001')}`] };
}

function onSignedIn(state: Registration): Step {
  return { next: { ...state, phase: 'welcoming' }, send: ['CAP END'] };
}

function onWelcome(state: Registration, line: Line): Step {
  return { next: { ...state, phase: 'registered', nick: line.params[0] ?? state.nick }, send: [] };
}
