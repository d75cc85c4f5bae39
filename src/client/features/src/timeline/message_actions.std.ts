// SPDX-License-Identifier: GPL-2.0-or-later
// What can be done with a message, and by whom. The toolbar, the menu and the keys read this table.

import { isServerId } from '@alloquy/base/ids.std';
import type { Me, Message, Room } from '@alloquy/state/model.std';

export type MessageAction = 'react' | 'reply' | 'edit' | 'copy_text' | 'copy_link' | 'unread' | 'pin' | 'unpin' | 'delete' | 'retry' | 'discard';

/** In the order of the menu. The server has the last word. */
export function actionsFor(message: Message, room: Pick<Room, 'kind' | 'members'> | null, me: Me | null): readonly MessageAction[] {
  if (message.delivery.state === 'failed') return message.delivery.retryable ? ['retry', 'copy_text', 'discard'] : ['copy_text', 'discard'];
  if (!isServerId(message.id)) return ['copy_text'];
  if (message.unreadable) return ['copy_link', 'unread'];
  const mine = isMine(message, me);
  const operator = isOperator(room, me);
  const actions: MessageAction[] = ['react', 'reply'];
  if (mine && !message.action) actions.push('edit');
  actions.push('copy_text', 'copy_link', 'unread');
  if (room?.kind === 'dm' || operator || me?.staff || me?.owner) actions.push(message.pinned ? 'unpin' : 'pin');
  if (mine || (room?.kind === 'text' && operator)) actions.push('delete');
  return actions;
}

export function isMine(message: Message, me: Me | null): boolean {
  return me !== null && !message.author.guest && message.webhook === null && message.author.username.toLowerCase() === me.username.toLowerCase();
}

function isOperator(room: Pick<Room, 'kind' | 'members'> | null, me: Me | null): boolean {
  const name = me?.username.toLowerCase();
  const member = room?.members.find((each) => each.username.toLowerCase() === name);
  return member !== undefined && /[~&@%]/.test(member.prefixes);
}
