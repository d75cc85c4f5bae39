// SPDX-License-Identifier: GPL-2.0-or-later
import { useActions } from '@alloquy/ui/app_context.dom';
import type { Message, Room } from '@alloquy/state/model.std';
import { useChat } from '@alloquy/features/shared/chat_context.dom';
import { pathOfRoom } from '@alloquy/features/shared/paths.std';
import type { MessageAction } from './message_actions.std';

/** Does what was chosen from the toolbar, the menu or by a key. `anchor` is where the focus goes back to. */
export function useMessageCommands(room: Room): (action: MessageAction, message: Message, anchor: Element) => void {
  const actions = useActions();
  const chat = useChat();
  return (action, message, anchor) => {
    const commands: Readonly<Record<MessageAction, () => void>> = {
      react: () =>
        chat.pickEmoji(anchor, (emoji) => {
          const given = message.reactions.find((reaction) => reaction.value === emoji);
          actions.react(room.id, message.id, emoji, !given?.mine);
        }),
      reply: () => chat.reply(room.id, message.id),
      edit: () => chat.edit(room.id, message.id),
      copy_text: () => void navigator.clipboard?.writeText(message.text),
      copy_link: () => void navigator.clipboard?.writeText(location.origin + pathOfRoom(room, message.id)),
      unread: () => actions.markUnread(room.id, message.id),
      pin: () => actions.pin(room.id, message.id, true),
      unpin: () => actions.pin(room.id, message.id, false),
      delete: () => actions.remove(room.id, message.id),
      retry: () => actions.retry(message.key),
      discard: () => actions.discard(message.key),
    };
    commands[action]();
  };
}
