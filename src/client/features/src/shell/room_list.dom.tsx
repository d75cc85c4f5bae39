// SPDX-License-Identifier: GPL-2.0-or-later
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { Id, Room } from '@alloquy/state/model.std';
import { useActions, useApp } from '@alloquy/ui/app_context.dom';
import { Button, IconButton } from '@alloquy/ui/components/button.dom';
import { Badge, EmptyState, Skeleton } from '@alloquy/ui/components/feedback.dom';
import { MenuButton, MenuItem } from '@alloquy/ui/components/menu.dom';
import { Icon } from '@alloquy/ui/icons/icon.dom';
import { useChat } from '@alloquy/features/shared/chat_context.dom';
import { pathOfRoom } from '@alloquy/features/shared/paths.std';
import { moveRoving } from '@alloquy/features/shared/use_roving.dom';
import { JoinDialog } from './join_dialog.dom';

export function RoomList({ current }: { readonly current: Id | null }) {
  const { t } = useLingui();
  const actions = useActions();
  const server = useApp((state) => state.server?.name ?? t`Rooms`);
  const starting = useApp((state) => state.connection.phase === 'starting' || state.connection.phase === 'connecting');
  const ids = useApp((state) => state.roomOrder.filter((id) => state.rooms[id]?.kind === 'text'));
  const chat = useChat();
  // Whether others may is known only by asking; they find it in the settings.
  const invites = useApp((state) => state.me?.staff === true);
  const [joining, setJoining] = useState(false);
  const markAll = () => ids.forEach((id) => actions.markRead(id));
  return (
    <nav className="list-pane" aria-label={t`Rooms`} data-region="rooms">
      <header className="list-header">
        <h1><bdi>{server}</bdi></h1>
        <MenuButton label={t`Rooms`} trigger={<IconButton icon="more" label={t`More`} />}>
          <MenuItem id="join" icon="add" label={t`Go to another room`} onAction={() => setJoining(true)} />
          {invites && <MenuItem id="invite" icon="person" label={t`Invite people`} onAction={() => chat.go('/settings/invites')} />}
          <MenuItem id="read" icon="check" label={t`Mark all rooms as read`} onAction={markAll} />
        </MenuButton>
      </header>
      <div className="list-title">
        <h2><Trans>Rooms</Trans></h2>
        <IconButton icon="add" size="small" label={t`Go to another room`} onPress={() => setJoining(true)} />
      </div>
      {ids.length === 0 ? (
        starting ? (
          <Skeleton lines={6} label={t`Loading rooms`} />
        ) : (
          <EmptyState icon="hash" title={t`No rooms yet`} actions={<Button variant="primary" onPress={() => setJoining(true)}>{t`Go to a room`}</Button>}>
            <Trans>Rooms that you may see are listed here.</Trans>
          </EmptyState>
        )
      ) : (
        <ul className="list-items" onKeyDown={moveRoving}>
          {ids.map((id, index) => (
            <li key={id}><RoomItem id={id} selected={id === current} first={index === 0 && (current === null || !ids.includes(current))} /></li>
          ))}
        </ul>
      )}
      {joining && <JoinDialog onClose={() => setJoining(false)} />}
    </nav>
  );
}

function RoomItem({ id, selected, first }: { readonly id: Id; readonly selected: boolean; readonly first: boolean }) {
  const chat = useChat();
  const actions = useActions();
  const { t } = useLingui();
  const room = useApp((state) => {
    const found = state.rooms[id];
    return found ? { name: found.name, unread: found.unread, more: found.unreadMore, mentions: found.mentions, joined: found.joined, draft: !selected && (state.drafts[id]?.text ?? '') !== '' } : null;
  });
  if (!room) return null;
  const leave = () => {
    actions.leaveRoom(id);
    if (selected) chat.go('/');
  };
  const path = pathOfRoom({ id, kind: 'text', username: null });
  const classes = ['list-item'];
  if (room.unread > 0) classes.push('list-item-unread');
  if (!room.joined) classes.push('list-item-outside');
  return (
    <div className="list-row">
      <a
        href={path}
        data-roving
        tabIndex={selected || first ? 0 : -1}
        className={classes.join(' ')}
        aria-current={selected ? 'page' : undefined}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          chat.go(path);
        }}
      >
        <Icon name="hash" size={18} />
        <bdi className="list-name">{room.name}</bdi>
        {room.draft && <span className="list-draft" role="img" aria-label={t`Draft`} title={t`Draft`}><Icon name="edit" size={14} /></span>}
        <RoomBadge room={room} />
      </a>
      <span className="list-more">
        <MenuButton label={room.name} trigger={<IconButton icon="more" size="small" label={t`Options for ${room.name}`} excludeFromTabOrder={!selected} />}>
          <MenuItem id="read" icon="check" label={t`Mark as read`} onAction={() => actions.markRead(id)} />
          <MenuItem id="link" icon="link" label={t`Copy link`} onAction={() => void navigator.clipboard?.writeText(location.origin + path)} />
          <MenuItem id="leave" icon="exit" label={t`Leave`} danger disabled={!room.joined} onAction={leave} />
        </MenuButton>
      </span>
    </div>
  );
}

export function RoomBadge({ room }: { readonly room: Pick<Room, 'unread' | 'mentions'> }) {
  const { t } = useLingui();
  if (room.mentions > 0) return <Badge count={room.mentions} label={plural(room.mentions, { one: '# mention', other: '# mentions' })} />;
  if (room.unread > 0) return <span className="list-pip" role="img" aria-label={t`Unread`} />;
  return null;
}
