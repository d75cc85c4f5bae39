// SPDX-License-Identifier: GPL-2.0-or-later
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from 'react-aria-components';
import { useActions, useApp } from '@alloquy/ui/app_context.dom';
import { Avatar } from '@alloquy/ui/components/avatar.dom';
import { IconButton } from '@alloquy/ui/components/button.dom';
import { MenuButton, MenuItem } from '@alloquy/ui/components/menu.dom';
import { useChat } from '@alloquy/features/shared/chat_context.dom';
import { useFace } from '@alloquy/features/shared/person_name.dom';

/** Who I am here, and whether I am. */
export function UserPanel() {
  const { t } = useLingui();
  const actions = useActions();
  const chat = useChat();
  const me = useApp((state) => state.me);
  const online = useApp((state) => state.connection.phase === 'online');
  const face = useFace(me?.username ?? '');
  if (!me) return null;
  // What others are told, too; `me` is from when one signed in.
  const name = face.known ? face.name : me.displayName || me.username;
  const presence = !online ? 'offline' : face.away ? 'away' : 'online';
  const words = !online ? t`Not connected` : face.away ? t`Away` : t`Here`;
  return (
    <section className="user-panel" aria-label={t`You`}>
      <MenuButton
        label={t`You`}
        placement="top start"
        trigger={
          <Button className="user-button">
            <Avatar username={me.username} name={name} url={face.avatarUrl} size={34} presence={presence} />
            <span className="user-text">
              <bdi className="user-name">{name}</bdi>
              <span className="user-state">{words}</span>
            </span>
          </Button>
        }
      >
        {face.away ? <MenuItem id="back" icon="check" label={t`I am here`} onAction={() => actions.setAway(null)} /> : <MenuItem id="away" icon="moon" label={t`I am away`} onAction={() => actions.setAway('away')} />}
        <MenuItem id="settings" icon="settings" label={t`Settings`} onAction={() => chat.go('/settings')} />
        <MenuItem id="out" icon="exit" label={t`Sign out`} danger onAction={() => void actions.signOut()} />
      </MenuButton>
      <IconButton icon="settings" label={t`Settings`} onPress={() => chat.go('/settings')} />
      <span className="visually-hidden" role="status">{!online && <Trans>Not connected</Trans>}</span>
    </section>
  );
}
