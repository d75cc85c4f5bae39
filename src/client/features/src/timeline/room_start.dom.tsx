// SPDX-License-Identifier: GPL-2.0-or-later
// What stands above the first loaded message. Always of one height, so that nothing moves when it changes.

import { Trans, useLingui } from '@lingui/react/macro';
import type { Room } from '@alloquy/state/model.std';
import { Button } from '@alloquy/ui/components/button.dom';
import { Skeleton } from '@alloquy/ui/components/feedback.dom';
import { Icon } from '@alloquy/ui/icons/icon.dom';
import { codeText } from '@alloquy/ui/problem_text.dom';
import { PersonName } from '@alloquy/features/shared/person_name.dom';

export function RoomStart({ room, atStart, loading, error, onRetry }: { readonly room: Room; readonly atStart: boolean; readonly loading: boolean; readonly error: string | null; readonly onRetry: () => void }) {
  const { t } = useLingui();
  return (
    <div className="room-start">
      {atStart ? (
        <>
          <span className="room-start-icon"><Icon name={room.kind === 'dm' ? 'message' : 'hash'} size={28} /></span>
          <h2>{room.kind === 'dm' && room.username !== null ? <PersonName username={room.username} /> : <bdi>{room.name}</bdi>}</h2>
          <p>{room.kind === 'dm' ? <Trans>This is the beginning of your conversation. Only the two of you see it.</Trans> : <Trans>This is where the room begins. Say hello!</Trans>}</p>
        </>
      ) : error !== null ? (
        <p className="room-start-error">{codeText(error)} <Button variant="quiet" icon="refresh" onPress={onRetry}><Trans>Try again</Trans></Button></p>
      ) : loading ? (
        <Skeleton lines={4} label={t`Loading older messages`} />
      ) : null}
    </div>
  );
}
