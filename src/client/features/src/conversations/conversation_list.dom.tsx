// SPDX-License-Identifier: GPL-2.0-or-later
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { plainLine } from '@alloquy/protocol/markup/plain_text.std';
import type { Id, Message } from '@alloquy/state/model.std';
import { useApp } from '@alloquy/ui/app_context.dom';
import { Avatar } from '@alloquy/ui/components/avatar.dom';
import { Button, IconButton } from '@alloquy/ui/components/button.dom';
import { Badge, EmptyState } from '@alloquy/ui/components/feedback.dom';
import { useChat } from '@alloquy/features/shared/chat_context.dom';
import { markupOf } from '@alloquy/features/shared/markup_cache.std';
import { pathOfRoom } from '@alloquy/features/shared/paths.std';
import { PersonName, useFace } from '@alloquy/features/shared/person_name.dom';
import { moveRoving } from '@alloquy/features/shared/use_roving.dom';
import { NewConversation } from './new_conversation.dom';
import './conversations.css';

export function ConversationList({ current }: { readonly current: Id | null }) {
  const { t } = useLingui();
  const ids = useApp((state) => state.roomOrder.filter((id) => state.rooms[id]?.kind === 'dm'));
  const [starting, setStarting] = useState(false);
  return (
    <nav className="list-pane" aria-label={t`Conversations`} data-region="rooms">
      <header className="list-header">
        <h1><Trans>Conversations</Trans></h1>
        <IconButton icon="add" label={t`New conversation`} onPress={() => setStarting(true)} />
      </header>
      {ids.length === 0 ? (
        <EmptyState icon="message" title={t`No conversations yet`} actions={<Button variant="primary" onPress={() => setStarting(true)}>{t`Write to somebody`}</Button>}>
          <Trans>What you write to one person is seen by the two of you.</Trans>
        </EmptyState>
      ) : (
        <ul className="list-items" onKeyDown={moveRoving}>
          {ids.map((id, index) => (
            <li key={id}><ConversationItem id={id} selected={id === current} first={index === 0 && (current === null || !ids.includes(current))} /></li>
          ))}
        </ul>
      )}
      {starting && <NewConversation onClose={() => setStarting(false)} />}
    </nav>
  );
}

function ConversationItem({ id, selected, first }: { readonly id: Id; readonly selected: boolean; readonly first: boolean }) {
  const chat = useChat();
  const room = useApp((state) => {
    const found = state.rooms[id];
    return found ? { id, kind: found.kind, username: found.username, name: found.name, unread: found.unread, mentions: found.mentions } : null;
  });
  const last = useApp((state) => (state.timelines[id]?.items.findLast((item) => item.kind === 'message' && item.deletedAt === null) as Message | undefined) ?? null);
  const mine = useApp((state) => last !== null && state.me?.username === last.author.username);
  const face = useFace(room?.username ?? '');
  if (!room) return null;
  const path = pathOfRoom(room);
  const presence = face.online ? (face.away ? 'away' : 'online') : 'offline';
  const text = last === null ? '' : plainLine(markupOf(last.text), 80);
  const { unread } = room;
  return (
    <a
      href={path}
      data-roving
      tabIndex={selected || first ? 0 : -1}
      className={`list-item conversation${unread > 0 ? ' list-item-unread' : ''}`}
      aria-current={selected ? 'page' : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        chat.go(path);
      }}
    >
      <Avatar username={room.username ?? room.name} name={face.name} url={face.avatarUrl} size={36} presence={presence} bot={face.bot} />
      <span className="conversation-text">
        <span className="list-name">{room.username === null ? room.name : <PersonName username={room.username} />}</span>
        {text !== '' && <span className="conversation-last" dir="auto">{mine ? <Trans>You: {text}</Trans> : text}</span>}
      </span>
      {unread > 0 && <Badge count={unread} label={plural(unread, { one: '# new message', other: '# new messages' })} />}
    </a>
  );
}
