// SPDX-License-Identifier: GPL-2.0-or-later
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { Room } from '@alloquy/state/model.std';
import { useActions, useApp } from '@alloquy/ui/app_context.dom';
import { Avatar } from '@alloquy/ui/components/avatar.dom';
import { Button, IconButton, IconToggle } from '@alloquy/ui/components/button.dom';
import { Dialog } from '@alloquy/ui/components/dialog.dom';
import { TextField } from '@alloquy/ui/components/text_field.dom';
import { Icon } from '@alloquy/ui/icons/icon.dom';
import { problemText } from '@alloquy/ui/problem_text.dom';
import { useChat, type ChatPane } from '@alloquy/features/shared/chat_context.dom';
import { isApple } from '@alloquy/features/shared/is_apple.dom';
import { keysOf } from '@alloquy/features/shared/keymap.std';
import { MessageText } from '@alloquy/features/shared/markup_view.dom';
import { useFace } from '@alloquy/features/shared/person_name.dom';

export function RoomHeader({ room, pane, narrow }: { readonly room: Room; readonly pane: ChatPane | null; readonly narrow: boolean }) {
  const { t } = useLingui();
  const chat = useChat();
  const [topicOpen, setTopicOpen] = useState(false);
  const toggle = (wanted: ChatPane) => (on: boolean) => chat.showPane(on ? wanted : null);
  return (
    <header className="room-header">
      {narrow && <IconButton icon="menu" label={t`Rooms and conversations`} onPress={() => chat.openRooms()} />}
      {room.kind === 'dm' && room.username !== null ? <PersonTitle username={room.username} /> : <h1 className="room-title"><Icon name="hash" size={20} /><bdi>{room.name}</bdi></h1>}
      {room.kind === 'text' && (
        <button type="button" className="room-topic" dir="auto" onClick={() => setTopicOpen(true)}>
          {room.topic === '' ? <span className="room-topic-none"><Trans>No topic</Trans></span> : room.topic.slice(0, 300)}
        </button>
      )}
      <span className="room-header-space" />
      <IconToggle icon="pin" label={t`Pinned messages`} keys={keysOf('pins', isApple)} isSelected={pane === 'pins'} onChange={toggle('pins')} />
      {room.kind === 'text' && <IconToggle icon="members" label={t`Members`} keys={keysOf('members', isApple)} isSelected={pane === 'members'} onChange={toggle('members')} />}
      <IconToggle icon="search" label={t`Search`} keys={keysOf('search', isApple)} isSelected={pane === 'search'} onChange={toggle('search')} />
      {topicOpen && <TopicDialog room={room} onClose={() => setTopicOpen(false)} />}
    </header>
  );
}

function PersonTitle({ username }: { readonly username: string }) {
  const chat = useChat();
  const { t } = useLingui();
  const face = useFace(username);
  const status = useApp((state) => state.people[username.toLowerCase()]?.status ?? '');
  const presence = face.online ? (face.away ? 'away' : 'online') : 'offline';
  const words = presence === 'online' ? t`Here` : presence === 'away' ? t`Away` : t`Not here`;
  return (
    <>
      <h1 className="room-title">
        <Avatar username={username} name={face.name} url={face.avatarUrl} size={28} presence={presence} bot={face.bot} />
        <button type="button" className="name-button" onClick={(event) => chat.showPerson(username, event.currentTarget)}><bdi>{face.name}</bdi></button>
        <span className="visually-hidden">{words}</span>
      </h1>
      {status !== '' && <span className="room-topic room-status" dir="auto">{status}</span>}
    </>
  );
}

function TopicDialog({ room, onClose }: { readonly room: Room; readonly onClose: () => void }) {
  const { t } = useLingui();
  const actions = useActions();
  const [text, setText] = useState(room.topic);
  const [editing, setEditing] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const save = async () => {
    setPending(true);
    const problem = await actions.setTopic(room.id, text.replace(/\s+/g, ' ').trim());
    setPending(false);
    if (problem) setError(problemText(problem));
    else onClose();
  };
  const footer = editing ? (
    <>
      <Button variant="quiet" onPress={() => setEditing(false)}>{t`Cancel`}</Button>
      <Button variant="primary" isPending={pending} onPress={() => void save()}>{t`Save`}</Button>
    </>
  ) : (
    <Button icon="edit" onPress={() => setEditing(true)}>{t`Change the topic`}</Button>
  );
  return (
    <Dialog title={t`Topic of #${room.name}`} open onClose={onClose} closeLabel={t`Close`} footer={footer}>
      {editing ? <TextField label={t`Topic`} multiline value={text} onChange={setText} error={error} autoFocus maxLength={390} /> : room.topic === '' ? <p><Trans>Nobody has said yet what this room is about.</Trans></p> : <MessageText text={room.topic} />}
    </Dialog>
  );
}
