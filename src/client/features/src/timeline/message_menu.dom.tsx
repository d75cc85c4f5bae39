// SPDX-License-Identifier: GPL-2.0-or-later
// What can be done with a message, as a toolbar over it and as a menu.

import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { MessageDescriptor } from '@lingui/core';
import { Button, Toolbar } from 'react-aria-components';
import { useRef, useState, type RefObject } from 'react';
import type { Message, Room } from '@alloquy/state/model.std';
import { anchorAt } from '@alloquy/ui/anchor.dom';
import { useActions, useApp } from '@alloquy/ui/app_context.dom';
import { IconButton } from '@alloquy/ui/components/button.dom';
import { ContextMenu, MenuItem } from '@alloquy/ui/components/menu.dom';
import type { IconName } from '@alloquy/ui/icons/icon.dom';
import { emojiHabits } from '@alloquy/features/shared/emoji_data.dom';
import { isApple } from '@alloquy/features/shared/is_apple.dom';
import { keysOf, type ShortcutId } from '@alloquy/features/shared/keymap.std';
import { actionsFor, type MessageAction } from './message_actions.std';
import { useMessageCommands } from './message_commands.dom';

interface Look {
  readonly icon: IconName;
  readonly label: MessageDescriptor;
  readonly key: ShortcutId | null;
}

const looks: Readonly<Record<MessageAction, Look>> = {
  react: { icon: 'smilePlus', label: msg`React`, key: 'message_react' },
  reply: { icon: 'reply', label: msg`Reply`, key: 'message_reply' },
  edit: { icon: 'edit', label: msg`Edit`, key: 'message_edit' },
  copy_text: { icon: 'copy', label: msg`Copy text`, key: 'message_copy' },
  copy_link: { icon: 'link', label: msg`Copy link`, key: null },
  unread: { icon: 'unread', label: msg`Mark as unread`, key: 'message_unread' },
  pin: { icon: 'pin', label: msg`Pin`, key: 'message_pin' },
  unpin: { icon: 'pin', label: msg`Unpin`, key: 'message_pin' },
  delete: { icon: 'trash', label: msg`Delete`, key: 'message_delete' },
  retry: { icon: 'refresh', label: msg`Send again`, key: null },
  discard: { icon: 'trash', label: msg`Don’t send`, key: null },
};

export function MessageToolbar({ message, room, onMenu }: { readonly message: Message; readonly room: Room; readonly onMenu: (anchor: Element) => void }) {
  const { t, i18n } = useLingui();
  const me = useApp((state) => state.me);
  const command = useMessageCommands(room);
  const actions = useActions();
  const box = useRef<HTMLDivElement>(null);
  // As they are when the toolbar comes: they don't move under the pointer.
  const [quick] = useState(() => emojiHabits().recent.slice(0, 3));
  const toggleReaction = (emoji: string) => actions.react(room.id, message.id, emoji, !message.reactions.some((reaction) => reaction.value === emoji && reaction.mine));
  const available = actionsFor(message, room, me);
  const shown = (['retry', 'react', 'reply', 'edit'] as const).filter((action) => available.includes(action));
  /** The bar goes when the pointer or the focus leaves its row, so the place is kept, and the focus goes back to the row. */
  const place = (): Element | null => {
    if (!box.current) return null;
    const anchor = anchorAt(box.current.getBoundingClientRect());
    box.current.closest<HTMLElement>('[data-focus-row]')?.focus({ preventScroll: true });
    return anchor;
  };
  const withPlace = (work: (anchor: Element) => void) => () => {
    const anchor = place();
    if (anchor) work(anchor);
  };
  return (
    <Toolbar ref={box} className="message-toolbar" aria-label={t`Message`}>
      {available.includes('react') && quick.map((emoji) => (
        <Button key={emoji} className="icon-button icon-button-small quick-reaction" aria-label={t`React with ${emoji}`} onPress={() => toggleReaction(emoji)}>{emoji}</Button>
      ))}
      {shown.map((action) => {
        const { icon, label, key } = looks[action];
        return (
          <IconButton
            key={action}
            icon={icon}
            size="small"
            label={i18n._(label)}
            {...(key === null ? {} : { keys: keysOf(key, isApple) })}
            onPress={withPlace((anchor) => command(action, message, anchor))}
          />
        );
      })}
      <IconButton icon="more" size="small" label={t`More`} onPress={withPlace(onMenu)} />
    </Toolbar>
  );
}

export function MessageMenu({ message, room, anchor, onClose }: { readonly message: Message; readonly room: Room; readonly anchor: RefObject<Element | null>; readonly onClose: () => void }) {
  const { t, i18n } = useLingui();
  const me = useApp((state) => state.me);
  const command = useMessageCommands(room);
  const choose = (action: MessageAction) => {
    const element = anchor.current;
    onClose();
    // The picker opens after the menu gave the focus back.
    if (element) setTimeout(() => command(action, message, element));
  };
  return (
    <ContextMenu open onClose={onClose} anchor={anchor} label={t`Message`} onAction={(key) => choose(key as MessageAction)}>
      {actionsFor(message, room, me).map((action) => {
        const { icon, label, key } = looks[action];
        return <MenuItem key={action} id={action} icon={icon} label={i18n._(label)} danger={action === 'delete' || action === 'discard'} {...(key === null ? {} : { keys: keysOf(key, isApple) })} />;
      })}
    </ContextMenu>
  );
}
