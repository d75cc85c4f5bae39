// SPDX-License-Identifier: GPL-2.0-or-later
// Who somebody is, and what one can do about it.

import { Trans, useLingui } from '@lingui/react/macro';
import type { RefObject } from 'react';
import { Dialog, Heading, Popover } from 'react-aria-components';
import { linkTarget } from '@alloquy/protocol/markup/links.std';
import { useActions, useApp } from '@alloquy/ui/app_context.dom';
import { Avatar } from '@alloquy/ui/components/avatar.dom';
import { Button } from '@alloquy/ui/components/button.dom';
import { pathOf } from '@alloquy/features/shared/paths.std';
import { PersonName, useFace } from '@alloquy/features/shared/person_name.dom';

export function PersonCard({ username, anchor, onGo, onClose }: { readonly username: string; readonly anchor: RefObject<Element | null>; readonly onGo: (path: string) => void; readonly onClose: () => void }) {
  return (
    <Popover className="popover person-popover" isOpen onOpenChange={(open) => !open && onClose()} triggerRef={anchor} placement="bottom start">
      <Dialog className="person-card">
        <CardBody username={username} onGo={onGo} onClose={onClose} />
      </Dialog>
    </Popover>
  );
}

function CardBody({ username, onGo, onClose }: { readonly username: string; readonly onGo: (path: string) => void; readonly onClose: () => void }) {
  const { t } = useLingui();
  const actions = useActions();
  const face = useFace(username);
  const person = useApp((state) => state.people[username.toLowerCase()] ?? null);
  const mine = useApp((state) => state.me?.username.toLowerCase() === username.toLowerCase());
  const blocked = useApp((state) => state.blocked.some((name) => name.toLowerCase() === username.toLowerCase()));
  const homepage = person?.homepage ? linkTarget(person.homepage) : null;
  const presence = face.known ? (face.online ? (face.away ? 'away' : 'online') : 'offline') : undefined;
  return (
    <>
      <div className="person-head">
        <Avatar username={username} name={face.name} url={face.avatarUrl} size={64} bot={face.bot} presence={presence} />
        <div className="person-names">
          <Heading slot="title" className="person-title"><PersonName username={username} /></Heading>
          <p className="person-account"><bdi>@{username}</bdi>{person?.pronouns && <> · <bdi>{person.pronouns}</bdi></>}</p>
          <p className="person-presence">
            {presence === 'online' && <Trans>Here</Trans>}
            {presence === 'away' && <Trans>Away</Trans>}
            {presence === 'offline' && <Trans>Not here</Trans>}
            {presence === undefined && <Trans>Not a member</Trans>}
            {face.bot && <span className="message-tag"><Trans>Bot</Trans></span>}
          </p>
        </div>
      </div>
      {person?.status && <p className="person-status" dir="auto">{person.status}</p>}
      {homepage && <p className="person-home"><a href={homepage.href} target="_blank" rel="noopener noreferrer nofollow">{homepage.href.replace(/^https?:\/\//, '').slice(0, 60)}</a></p>}
      {blocked && <p className="person-blocked"><Trans>You have blocked this person.</Trans></p>}
      <div className="person-actions">
        {mine ? (
          <Button variant="secondary" icon="edit" onPress={() => onGo('/settings/account')}>{t`Edit your profile`}</Button>
        ) : (
          <>
            <Button variant="primary" icon="message" onPress={() => onGo(pathOf({ kind: 'conversation', username, message: null }))}>{t`Write`}</Button>
            <Button
              variant="quiet"
              icon="block"
              onPress={() => {
                void actions.block(username, !blocked);
                onClose();
              }}
            >
              {blocked ? t`Unblock` : t`Block`}
            </Button>
          </>
        )}
      </div>
    </>
  );
}
