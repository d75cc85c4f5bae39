// SPDX-License-Identifier: GPL-2.0-or-later
import { Trans, useLingui } from '@lingui/react/macro';
import { plainLine } from '@alloquy/protocol/markup/plain_text.std';
import type { Id, Message, Room } from '@alloquy/state/model.std';
import { useApp } from '@alloquy/ui/app_context.dom';
import { IconButton } from '@alloquy/ui/components/button.dom';
import { Icon } from '@alloquy/ui/icons/icon.dom';
import { useChat } from '@alloquy/features/shared/chat_context.dom';
import { markupOf } from '@alloquy/features/shared/markup_cache.std';
import { PersonName } from '@alloquy/features/shared/person_name.dom';

export function ReplyBar({ room, id, onCancel }: { readonly room: Room; readonly id: Id; readonly onCancel: () => void }) {
  const { t } = useLingui();
  const chat = useChat();
  const message = useApp((state) => (state.timelines[room.id]?.items.find((item) => item.kind === 'message' && item.id === id) as Message | undefined) ?? null);
  const name = message && <PersonName username={message.author.username} name={message.webhook?.name} />;
  return (
    <div className="reply-bar">
      <Icon name="reply" size={16} />
      <button type="button" className="reply-bar-text" onClick={() => chat.jump(room.id, id)}>
        {message ? <Trans>Reply to {name}</Trans> : <Trans>Reply to an earlier message</Trans>}
        {message && <span className="reply-text" dir="auto"> {plainLine(markupOf(message.text), 100)}</span>}
      </button>
      <IconButton icon="close" size="small" label={t`Don’t reply`} onPress={onCancel} />
    </div>
  );
}
