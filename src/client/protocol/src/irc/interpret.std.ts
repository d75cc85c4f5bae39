// SPDX-License-Identifier: GPL-2.0-or-later
// What each line means: a table from command to events. Whatever is malformed means nothing.

import { parseTime } from '@alloquy/base/times.std';
import type { LabelledLine } from './batches.std';
import type { Actor, IrcEvent, Webhook } from './events.std';
import { readModes, type ServerRules } from './isupport.std';
import type { Line } from './line.std';

export interface Context {
  readonly rules: ServerRules;
  readonly now: number;
}

type Reader = (labelled: LabelledLine, context: Context) => IrcEvent | IrcEvent[] | null;

const editTag = '+n-3-0.github.io/edit';

const table: Readonly<Record<string, Reader>> = {
  PRIVMSG: readMessage,
  NOTICE: (labelled, context) => readServerNotice(labelled) ?? readMessage(labelled, context),
  TAGMSG: readTagMessage,
  REDACT: ({ line, label }, context) => {
    const [target = '', message = ''] = line.params;
    return message === '' ? null : { type: 'redacted', from: actorOf(line), target, message, time: timeOf(line, context), label };
  },
  JOIN: ({ line }, context) => {
    const [channel = '', account] = line.params;
    const named = account === undefined ? line.tags['account'] : account === '*' ? undefined : account;
    const who = { nick: line.source?.nick ?? '', account: named ?? null };
    return channel.split(',').map((name) => ({ type: 'joined' as const, who, channel: name, time: timeOf(line, context) }));
  },
  PART: ({ line }, context) =>
    (line.params[0] ?? '').split(',').map((channel) => ({ type: 'parted' as const, who: actorOf(line), channel, reason: line.params[1] ?? '', time: timeOf(line, context) })),
  KICK: ({ line }, context) => {
    const [channel = '', nick = '', reason = ''] = line.params;
    return { type: 'kicked', by: actorOf(line), nick, channel, reason, time: timeOf(line, context) };
  },
  QUIT: ({ line }, context) => ({ type: 'quit', who: actorOf(line), reason: line.params[0] ?? '', time: timeOf(line, context) }),
  NICK: ({ line }, context) => ({ type: 'nick_changed', who: actorOf(line), nick: line.params[0] ?? '', time: timeOf(line, context) }),
  TOPIC: ({ line }, context) => ({ type: 'topic', by: actorOf(line), channel: line.params[0] ?? '', topic: line.params[1] ?? '', time: timeOf(line, context) }),
  '331': ({ line }, context) => ({ type: 'topic', by: null, channel: line.params[1] ?? '', topic: '', time: timeOf(line, context) }),
  '332': ({ line }, context) => ({ type: 'topic', by: null, channel: line.params[1] ?? '', topic: line.params[2] ?? '', time: timeOf(line, context) }),
  RENAME: ({ line }, context) => {
    const [channel = '', name = ''] = line.params;
    return name === '' ? null : { type: 'renamed', by: line.source ? actorOf(line) : null, channel, name, time: timeOf(line, context) };
  },
  MODE: ({ line }, context) => {
    const [channel = '', modes = '', ...args] = line.params;
    if (!context.rules.channelTypes.includes(channel.charAt(0))) return null;
    const changes = readModes(context.rules, modes, args);
    return { type: 'modes', by: actorOf(line), channel, changes, text: [modes, ...args].join(' '), time: timeOf(line, context) };
  },
  AWAY: ({ line }) => ({ type: 'away', who: actorOf(line), away: (line.params[0] ?? '') !== '' }),
  '305': ({ line }) => ({ type: 'away', who: { nick: line.params[0] ?? '', account: null }, away: false }),
  '306': ({ line }) => ({ type: 'away', who: { nick: line.params[0] ?? '', account: null }, away: true }),
  '730': ({ line }) => ({ type: 'presence', nicks: monitored(line), online: true }),
  '731': ({ line }) => ({ type: 'presence', nicks: monitored(line), online: false }),
  MARKREAD: ({ line }) => {
    const [target = '', at = '*'] = line.params;
    return { type: 'read_marker', target, time: at.startsWith('timestamp=') ? parseTime(at.slice(10)) : null };
  },
  METADATA: ({ line }) => {
    // ":source METADATA <target> <key> <visibility> [:value]"
    const [target = '', key = '', , value] = line.params;
    return key === '' ? null : { type: 'profile', target: target === '*' ? (line.source?.nick ?? '') : target, key, value: value ?? null };
  },
  '761': ({ line }) => {
    const [, target = '', key = '', , value] = line.params;
    return key === '' ? null : { type: 'profile', target, key, value: value ?? null };
  },
  '766': ({ line }) => ({ type: 'profile', target: line.params[1] ?? '', key: line.params[2] ?? '', value: null }),
  SILENCE: ({ line }) => {
    const match = /^([+-])([^!@]+)(?:!.*)?$/.exec(line.params[0] ?? '');
    return match ? { type: 'blocked', name: match[2] ?? '', on: match[1] === '+' } : null;
  },
  ACK: ({ label }) => (label === null ? null : { type: 'acknowledged', label }),
  ERROR: ({ line }) => ({ type: 'closing', text: line.params[0] ?? '' }),
};

export function interpret(labelled: LabelledLine, context: Context): IrcEvent[] {
  const { command } = labelled.line;
  if (!Object.hasOwn(table, command)) return [];
  const read = table[command]?.(labelled, context) ?? null;
  if (read === null) return [];
  return Array.isArray(read) ? read : [read];
}

/** InspIRCd's own tag says that somebody is signed in, and as whom by id, also on lines to which it adds no `account`; nick and account are one name. */
const accountIdTag = 'inspircd.org/account-id';

function actorOf(line: Line): Actor {
  const nick = line.source?.nick ?? '';
  const accountId = line.tags[accountIdTag] ?? null;
  const account = line.tags['account'] ?? (accountId === null ? null : nick);
  return accountId === null ? { nick, account } : { nick, account, accountId };
}

function timeOf(line: Line, context: Context): number {
  return parseTime(line.tags['time']) ?? context.now;
}

function monitored(line: Line): string[] {
  return (line.params[1] ?? '').split(',').map((mask) => mask.split('!')[0] ?? '').filter((nick) => nick !== '');
}

/** What the server itself says: no user, and not in a room. */
function readServerNotice({ line }: LabelledLine): IrcEvent | null {
  const fromServer = line.source === null || (line.source.user === null && line.source.nick.includes('.'));
  return fromServer && line.tags['msgid'] === undefined ? { type: 'notice', text: line.params[1] ?? '' } : null;
}

function readMessage({ line, label }: LabelledLine, context: Context): IrcEvent | null {
  const [target = '', body] = line.params;
  if (body === undefined || target === '' || line.source === null) return null;
  const { text, action, control } = readAction(body);
  if (control) return null;
  return {
    type: 'message',
    id: line.tags['msgid'] ?? null,
    time: timeOf(line, context),
    from: actorOf(line),
    target,
    text,
    action,
    notice: line.command === 'NOTICE',
    replyTo: line.tags['+reply'] ?? line.tags['+draft/reply'] ?? null,
    edits: line.tags[editTag] ?? null,
    webhook: readWebhook(line),
    label,
  };
}

function readWebhook({ tags, source }: Line): Webhook | null {
  const id = tags['n-3-0.github.io/webhook'];
  if (id === undefined) return null;
  return { id, name: tags['n-3-0.github.io/name'] ?? source?.nick.replace(/^hook\|/, '') ?? '', avatarUrl: tags['n-3-0.github.io/avatar'] ?? null };
}

/** CTCP: ACTION is "/me"; questions such as VERSION are no text for people (`control`). History keeps the same form. */
export function readAction(body: string): { text: string; action: boolean; control: boolean } {
  if (!body.startsWith('\u0001')) return { text: body, action: false, control: false };
  const inner = body.replace(/^\u0001|\u0001$/g, '');
  if (inner === 'ACTION' || inner.startsWith('ACTION ')) return { text: inner.slice(7), action: true, control: false };
  return { text: '', action: false, control: true };
}

function readTagMessage({ line, label }: LabelledLine, context: Context): IrcEvent | null {
  const { tags } = line;
  const target = line.params[0] ?? '';
  const from = actorOf(line);
  const message = tags['+reply'] ?? tags['+draft/reply'];
  const added = tags['+draft/react'];
  const removed = tags['+draft/unreact'];
  if (message !== undefined && (added !== undefined) !== (removed !== undefined)) {
    return { type: 'reaction', from, target, message, value: added ?? removed ?? '', on: added !== undefined, label };
  }
  const typing = tags['+typing'] ?? tags['+draft/typing'];
  if (typing === 'active' || typing === 'paused' || typing === 'done') return { type: 'typing', from, target, state: typing, time: context.now };
  return label === null ? null : { type: 'acknowledged', label };
}
