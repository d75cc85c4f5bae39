// SPDX-License-Identifier: GPL-2.0-or-later
// The narrow bar at the edge: the rooms, the conversations, who waits for an answer, help and settings.

import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useApp } from '@alloquy/ui/app_context.dom';
import { Avatar } from '@alloquy/ui/components/avatar.dom';
import { IconButton } from '@alloquy/ui/components/button.dom';
import { Badge } from '@alloquy/ui/components/feedback.dom';
import { Tooltip } from '@alloquy/ui/components/tooltip.dom';
import { Icon } from '@alloquy/ui/icons/icon.dom';
import { LogoMark } from '@alloquy/ui/logo.dom';
import { useChat } from '@alloquy/features/shared/chat_context.dom';
import { isApple } from '@alloquy/features/shared/is_apple.dom';
import { keysOf } from '@alloquy/features/shared/keymap.std';
import { pathOfRoom } from '@alloquy/features/shared/paths.std';
import { useFace } from '@alloquy/features/shared/person_name.dom';

export type RailSection = 'rooms' | 'conversations';

export function Rail({ section, onSection }: { readonly section: RailSection; readonly onSection: (section: RailSection) => void }) {
  const { t } = useLingui();
  const chat = useChat();
  const server = useApp((state) => state.server?.name ?? '');
  const counts = useApp((state) => {
    const sum = { rooms: 0, unread: 0, conversations: 0 };
    for (const room of Object.values(state.rooms)) {
      if (room.kind === 'dm') sum.conversations += room.unread;
      else {
        sum.rooms += room.mentions;
        sum.unread += room.unread;
      }
    }
    return sum;
  });
  const waiting = useApp((state) => state.roomOrder.filter((id) => state.rooms[id]?.kind === 'dm' && (state.rooms[id]?.unread ?? 0) > 0).slice(0, 5));
  return (
    <nav className="rail" aria-label={t`Places`} data-region="rail">
      <RailTile label={server === '' ? t`Rooms` : t`Rooms of ${server}`} selected={section === 'rooms'} count={counts.rooms} unread={counts.unread > 0} onPress={() => onSection('rooms')}>
        <LogoMark size={28} />
      </RailTile>
      <RailTile label={t`Conversations`} selected={section === 'conversations'} count={counts.conversations} unread={false} onPress={() => onSection('conversations')}>
        <Icon name="message" size={22} />
      </RailTile>
      {waiting.length > 0 && <span className="rail-line" />}
      {waiting.map((id) => <WaitingTile key={id} id={id} />)}
      <span className="rail-space" />
      <IconButton icon="search" label={t`Go to a room or a person`} keys={keysOf('switcher', isApple)} onPress={() => chat.openSwitcher()} />
      <IconButton icon="keyboard" label={t`Keys and commands`} keys={keysOf('help', isApple)} onPress={() => chat.openHelp()} />
    </nav>
  );
}

function RailTile({ label, selected, count, unread, onPress, children }: { readonly label: string; readonly selected: boolean; readonly count: number; readonly unread: boolean; readonly onPress: () => void; readonly children: ReactNode }) {
  return (
    <span className="rail-item">
      <Tooltip text={label} placement="end">
        <Button className="rail-tile" aria-label={label} aria-current={selected ? 'true' : undefined} onPress={onPress}>{children}</Button>
      </Tooltip>
      {count > 0 ? <Badge count={count} label={plural(count, { one: '# new for you', other: '# new for you' })} /> : unread && !selected && <span className="rail-pip" />}
    </span>
  );
}

function WaitingTile({ id }: { readonly id: string }) {
  const chat = useChat();
  const room = useApp((state) => state.rooms[id] ?? null);
  const face = useFace(room?.username ?? '');
  if (room?.username == null) return null;
  return (
    <RailTile label={face.name} selected={false} count={room.unread} unread={false} onPress={() => chat.go(pathOfRoom(room))}>
      <Avatar username={room.username} name={face.name} url={face.avatarUrl} size={44} />
    </RailTile>
  );
}
