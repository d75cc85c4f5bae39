// SPDX-License-Identifier: GPL-2.0-or-later
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import type { Message, Room } from '@alloquy/state/model.std';
import { useActions } from '@alloquy/ui/app_context.dom';
import { Button, IconButton } from '@alloquy/ui/components/button.dom';
import { EmptyState, Skeleton } from '@alloquy/ui/components/feedback.dom';
import { useChat } from '@alloquy/features/shared/chat_context.dom';
import { MessageText } from '@alloquy/features/shared/markup_view.dom';
import { PersonName } from '@alloquy/features/shared/person_name.dom';
import { shortTime } from '@alloquy/features/shared/time_text.std';
import { useMinute, useTimeStyle } from '@alloquy/features/shared/use_time.dom';

export function PinsPane({ room }: { readonly room: Room }) {
  const { t } = useLingui();
  const actions = useActions();
  const chat = useChat();
  const style = useTimeStyle();
  const now = useMinute();
  const [pins, setPins] = useState<readonly Message[] | null>(null);
  const pinned = room.pinnedIds.join();
  useEffect(() => {
    let wanted = true;
    void actions.loadPins(room.id).then((found) => wanted && setPins(found));
    return () => {
      wanted = false;
    };
  }, [actions, room.id, pinned]);

  return (
    <section className="side-pane" aria-label={t`Pinned messages`} data-region="side">
      <header className="side-pane-header">
        <h2><Trans>Pinned messages</Trans></h2>
        <IconButton icon="close" label={t`Close`} onPress={() => chat.showPane(null)} />
      </header>
      <div className="side-pane-content">
        {pins === null ? (
          <Skeleton lines={6} label={t`Loading pinned messages`} />
        ) : pins.length === 0 ? (
          <EmptyState icon="pin" title={t`Nothing is pinned here`}><Trans>Pin a message to find it again: it is in the menu of each message.</Trans></EmptyState>
        ) : (
          <ul className="card-list">
            {pins.map((message) => (
              <li key={message.id} className="card">
                <p className="card-head"><PersonName username={message.author.username} name={message.webhook?.name} /> <time dateTime={new Date(message.sentAt).toISOString()}>{shortTime(message.sentAt, style, now)}</time></p>
                <MessageText text={message.text} />
                <div className="card-actions">
                  <Button variant="quiet" onPress={() => chat.jump(room.id, message.id)}><Trans>Show in the room</Trans></Button>
                  <Button variant="quiet" onPress={() => actions.pin(room.id, message.id, false)}><Trans>Unpin</Trans></Button>
                </div>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
