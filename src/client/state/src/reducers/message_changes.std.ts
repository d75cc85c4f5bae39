// SPDX-License-Identifier: GPL-2.0-or-later
// What happens to one message after it was said. Doing any of it twice is doing it once, because history and live news overlap.

import type { MessageChange } from '../events.std';
import type { Id, Message, Reaction, Time } from '../model.std';

export function withReaction(message: Message, value: string, accountId: Id, on: boolean, mine: boolean): Message {
  if (message.deletedAt !== null) return message;
  const index = message.reactions.findIndex((each) => each.value === value);
  const known = message.reactions[index];
  if (!known) {
    if (!on) return message;
    return { ...message, reactions: [...message.reactions, { value, count: 1, mine, accountIds: [accountId] }] };
  }
  const had = known.accountIds.includes(accountId);
  if (had === on) return message;
  const next: Reaction = {
    value,
    count: Math.max(0, known.count + (on ? 1 : -1)),
    mine: mine ? on : known.mine,
    accountIds: on ? [...known.accountIds, accountId] : known.accountIds.filter((each) => each !== accountId),
  };
  return { ...message, reactions: next.count === 0 ? message.reactions.filter((each) => each !== known) : message.reactions.with(index, next) };
}

export function withText(message: Message, text: string, editedAt: Time | null): Message {
  if (message.deletedAt !== null || (message.text === text && message.editedAt === editedAt)) return message;
  // An edit that is older than the one shown was overtaken.
  if (editedAt !== null && message.editedAt !== null && editedAt < message.editedAt) return message;
  return { ...message, text, editedAt };
}

export function withDeletion(message: Message, at: Time): Message {
  if (message.deletedAt !== null) return message;
  return { ...message, text: '', deletedAt: at, reactions: [], pinned: false, mentionsMe: false };
}

export function changed(message: Message, change: MessageChange, myId: Id | null): Message {
  switch (change.what) {
    case 'text':
      return withText(message, change.text, change.editedAt);
    case 'text_restored':
      return message.deletedAt === null ? { ...message, text: change.text, editedAt: change.editedAt } : message;
    case 'reaction':
      return withReaction(message, change.value, change.accountId, change.on, change.accountId === myId);
    case 'pinned':
      return message.pinned === change.on ? message : { ...message, pinned: change.on };
    case 'deleted':
      return withDeletion(message, change.at);
    case 'hidden':
      return message;
  }
}
