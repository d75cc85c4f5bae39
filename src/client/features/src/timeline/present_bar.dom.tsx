// SPDX-License-Identifier: GPL-2.0-or-later
import { Plural, Trans } from '@lingui/react/macro';
import type { Room } from '@alloquy/state/model.std';
import { Button } from '@alloquy/ui/components/button.dom';

/** The way back to the newest message, when one is far from it. */
export function PresentBar({ room, atEnd, far, onPress }: { readonly room: Room; readonly atEnd: boolean; readonly far: boolean; readonly onPress: () => void }) {
  if (atEnd && !far) return null;
  return (
    <div className="present-bar">
      <Button variant={room.unread > 0 ? 'primary' : 'secondary'} icon="arrowDown" onPress={onPress}>
        {room.unread === 0 ? <Trans>Go to the present</Trans> : room.unreadMore ? <Trans>More than {room.unread} new messages</Trans> : <Plural value={room.unread} one="# new message" other="# new messages" />}
      </Button>
    </div>
  );
}
