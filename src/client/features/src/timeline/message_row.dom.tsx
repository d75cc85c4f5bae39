// SPDX-License-Identifier: GPL-2.0-or-later
// One message: who, when, what, and what others made of it.

import { Trans, useLingui } from '@lingui/react/macro';
import { memo } from 'react';
import type { Message, Room } from '@alloquy/state/model.std';
import { useActions, useApp } from '@alloquy/ui/app_context.dom';
import { Avatar } from '@alloquy/ui/components/avatar.dom';
import { Icon } from '@alloquy/ui/icons/icon.dom';
import { codeText } from '@alloquy/ui/problem_text.dom';
import { useChat } from '@alloquy/features/shared/chat_context.dom';
import { MessageText } from '@alloquy/features/shared/markup_view.dom';
import { PersonName, useFace } from '@alloquy/features/shared/person_name.dom';
import { clockTime, fullTime, shortTime } from '@alloquy/features/shared/time_text.std';
import { useMinute, useTimeStyle } from '@alloquy/features/shared/use_time.dom';
import { InlineEditor } from './inline_editor.dom';
import { MessageToolbar } from './message_menu.dom';
import { Reactions } from './reactions.dom';
import { ReplyLine } from './reply_line.dom';

export interface MessageViewProps {
  readonly message: Message;
  readonly room: Room;
  readonly tail: boolean;
  /** Under the pointer, or with the focus: shows its toolbar. */
  readonly active: boolean;
  readonly editing: boolean;
  readonly onMenu: (message: Message, anchor: Element) => void;
}

export const MessageView = memo(function MessageView({ message, room, tail, active, editing, onMenu }: MessageViewProps) {
  const id = message.key.replace(/[^\w-]/g, '_');
  const name = <AuthorName message={message} id={`author-${id}`} />;
  const after = <EditedMark message={message} />;
  return (
    <>
      {message.replyTo !== null && <ReplyLine roomId={message.roomId} id={message.replyTo} />}
      <div className="message-body">
        {tail ? (
          <span className="message-gutter">
            <span id={`author-${id}`} className="visually-hidden"><PersonName username={message.author.username} name={message.webhook?.name} /></span>
            <MessageTime at={message.sentAt} short />
          </span>
        ) : (
          <AuthorPicture message={message} />
        )}
        <div className="message-content">
          {!tail && !message.action && (
            <div className="message-head">
              {name}
              <MessageTime at={message.sentAt} />
            </div>
          )}
          <div id={`text-${id}`} className={message.notice ? 'message-text message-notice' : 'message-text'}>
            {editing ? (
              <InlineEditor message={message} />
            ) : message.unreadable ? (
              <p className="message-unreadable"><Trans>This message can’t be read anymore.</Trans></p>
            ) : message.action ? (
              <div className="message-action">
                {name} <MessageText text={message.text} trailing={after} /> <MessageTime at={message.sentAt} />
              </div>
            ) : (
              <MessageText text={message.text} trailing={after} />
            )}
          </div>
          <DeliveryLine message={message} />
          <Reactions message={message} />
        </div>
      </div>
      {active && !editing && <MessageToolbar message={message} room={room} onMenu={(anchor) => onMenu(message, anchor)} />}
    </>
  );
});

function AuthorName({ message, id }: { readonly message: Message; readonly id: string }) {
  const chat = useChat();
  const face = useFace(message.author.username);
  return (
    <span className="message-author" id={id}>
      {message.webhook ? (
        <bdi className="person-name">{message.webhook.name}</bdi>
      ) : (
        <button type="button" className="name-button" tabIndex={-1} onClick={(event) => chat.showPerson(message.author.username, event.currentTarget)}>
          <PersonName username={message.author.username} />
        </button>
      )}
      {message.webhook && <span className="message-tag"><Trans>Webhook</Trans></span>}
      {face.bot && !message.webhook && <span className="message-tag"><Trans>Bot</Trans></span>}
      {message.author.guest && <span className="message-tag"><Trans>Guest</Trans></span>}
    </span>
  );
}

function AuthorPicture({ message }: { readonly message: Message }) {
  const chat = useChat();
  const face = useFace(message.author.username);
  const { username } = message.author;
  if (message.webhook) return <span className="message-picture"><Avatar username={`hook ${message.webhook.name}`} name={message.webhook.name} url={message.webhook.avatarUrl} bot /></span>;
  return (
    // The name beside it does the same: for keys and screen readers one is enough.
    <span className="message-picture" aria-hidden="true" onClick={(event) => chat.showPerson(username, event.currentTarget)}>
      <Avatar username={username} name={face.name} url={face.avatarUrl} bot={face.bot} />
    </span>
  );
}

function MessageTime({ at, short = false }: { readonly at: number; readonly short?: boolean }) {
  const style = useTimeStyle();
  const now = useMinute();
  return (
    <time className="message-time" dateTime={new Date(at).toISOString()} title={fullTime(at, style)}>
      {short ? clockTime(at, style) : shortTime(at, style, now)}
    </time>
  );
}

function EditedMark({ message }: { readonly message: Message }) {
  const style = useTimeStyle();
  if (message.editedAt === null && !message.pinned) return null;
  return (
    <>
      {message.editedAt !== null && (
        <span className="message-edited" title={fullTime(message.editedAt, style)}> <Trans>(edited)</Trans></span>
      )}
      {message.pinned && <PinnedMark />}
    </>
  );
}

function PinnedMark() {
  const { t } = useLingui();
  return <span className="message-pinned" role="img" aria-label={t`Pinned`} title={t`Pinned`}><Icon name="pin" size={14} /></span>;
}

function DeliveryLine({ message }: { readonly message: Message }) {
  const actions = useActions();
  const offline = useApp((state) => state.connection.phase !== 'online');
  const { delivery } = message;
  if (delivery.state === 'sent') return null;
  if (delivery.state === 'pending') {
    return (
      <p className="delivery delivery-pending">
        <Icon name="clock" size={14} /> {offline ? <Trans>Will be sent when you are connected</Trans> : <Trans>Sending…</Trans>}
      </p>
    );
  }
  return (
    <p className="delivery delivery-failed">
      <Icon name="error" size={14} />
      <span>
        <Trans>Not sent.</Trans> {codeText(delivery.code)}{' '}
        {delivery.retryable && <button type="button" onClick={() => actions.retry(message.key)}><Trans>Send again</Trans></button>}{' '}
        <button type="button" onClick={() => actions.discard(message.key)}><Trans>Discard</Trans></button>
      </span>
    </p>
  );
}
