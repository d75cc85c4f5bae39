// SPDX-License-Identifier: GPL-2.0-or-later
// What a message answers, on one line above it.

import { Trans } from '@lingui/react/macro';
import { plainLine } from '@alloquy/protocol/markup/plain_text.std';
import type { Id, Message } from '@alloquy/state/model.std';
import { useApp } from '@alloquy/ui/app_context.dom';
import { Icon } from '@alloquy/ui/icons/icon.dom';
import { useChat } from '@alloquy/features/shared/chat_context.dom';
import { markupOf } from '@alloquy/features/shared/markup_cache.std';
import { PersonName } from '@alloquy/features/shared/person_name.dom';

export function ReplyLine({ roomId, id }: { readonly roomId: Id; readonly id: Id }) {
  const chat = useChat();
  const answered = useApp((state) => (state.timelines[roomId]?.items.find((item) => item.kind === 'message' && item.id === id) as Message | undefined) ?? null);
  const blocked = useApp((state) => answered !== null && state.blocked.some((name) => name.toLowerCase() === answered.author.username.toLowerCase()));
  return (
    <button type="button" className="reply-line" onClick={() => chat.jump(roomId, id)}>
      <Icon name="reply" size={14} />
      {answered === null ? (
        <span className="reply-text"><Trans>An earlier message</Trans></span>
      ) : answered.deletedAt !== null ? (
        <span className="reply-text"><Trans>A deleted message</Trans></span>
      ) : blocked ? (
        <span className="reply-text"><Trans>A message of somebody you blocked</Trans></span>
      ) : (
        <>
          <PersonName username={answered.author.username} name={answered.webhook?.name} />
          <span className="reply-text" dir="auto">{plainLine(markupOf(answered.text), 120)}</span>
        </>
      )}
    </button>
  );
}
