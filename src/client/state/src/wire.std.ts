// SPDX-License-Identifier: GPL-2.0-or-later
// Messages of the REST API and of IRC as those of the model.

import { foldName } from '@alloquy/base/text.std';
import { parseTime } from '@alloquy/base/times.std';
import type { components } from '@alloquy/protocol/api/openapi.std';
import type { IncomingMessage } from '@alloquy/protocol/irc/events.std';
import { readAction } from '@alloquy/protocol/irc/interpret.std';
import { namesEverybody, namesPerson } from './mentions.std';
import type { Id, Me, Message } from './model.std';

type WireMessage = components['schemas']['Message'];

export interface Reading {
  readonly me: Me | null;
  /** The author of a message that is known here, to see whether an answer is to us. */
  readonly authorOf: (id: Id) => string | null;
}

function mentionsMe(text: string, replyTo: Id | null, author: string, { me, authorOf }: Reading): boolean {
  if (!me || foldName(author) === foldName(me.username)) return false;
  if (namesPerson(text, me.username) || namesEverybody(text)) return true;
  return replyTo !== null && foldName(authorOf(replyTo) ?? '') === foldName(me.username);
}

export function messageOfApi(wire: WireMessage, reading: Reading): Message {
  const { text, action } = readAction(wire.text ?? '');
  const mine = reading.me?.id ?? null;
  return {
    kind: 'message',
    id: wire.id,
    key: wire.id,
    roomId: wire.room_id,
    author: { id: wire.author.id, username: wire.author.username, guest: wire.author.id === null && wire.webhook === null },
    text,
    action,
    notice: wire.notice,
    sentAt: parseTime(wire.sent_at) ?? 0,
    editedAt: parseTime(wire.edited_at),
    deletedAt: parseTime(wire.deleted_at),
    unreadable: wire.unreadable,
    replyTo: wire.reply_to,
    reactions: wire.reactions.map((each) => ({
      value: each.value,
      count: each.count,
      mine: mine !== null && each.account_ids.includes(mine),
      accountIds: each.account_ids,
    })),
    pinned: wire.pinned,
    webhook: wire.webhook && { id: wire.webhook.id, name: wire.webhook.name, avatarUrl: wire.webhook.avatar_url },
    delivery: { state: 'sent' },
    mentionsMe: mentionsMe(text, wire.reply_to, wire.author.username, reading),
  };
}

/** `id`: the message's own; one without isn't kept by the server and isn't shown. */
export function messageOfIrc(event: IncomingMessage, id: Id, roomId: Id, accountId: Id | null, reading: Reading): Message {
  const username = event.from.account ?? event.from.nick;
  return {
    kind: 'message',
    id,
    key: id,
    roomId,
    author: { id: accountId, username, guest: event.from.account === null && event.webhook === null },
    text: event.text,
    action: event.action,
    notice: event.notice,
    sentAt: event.time,
    editedAt: null,
    deletedAt: null,
    unreadable: false,
    replyTo: event.replyTo,
    reactions: [],
    pinned: false,
    webhook: event.webhook,
    delivery: { state: 'sent' },
    mentionsMe: mentionsMe(event.text, event.replyTo, username, reading),
  };
}
