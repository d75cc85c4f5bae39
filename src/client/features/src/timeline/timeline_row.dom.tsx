// SPDX-License-Identifier: GPL-2.0-or-later
// A row of the timeline with what stands above it: the day, the line of the unread.

import { Plural, Trans } from '@lingui/react/macro';
import { memo, useState } from 'react';
import type { Message, Room } from '@alloquy/state/model.std';
import { dayText } from '@alloquy/features/shared/time_text.std';
import { useMinute, useTimeStyle } from '@alloquy/features/shared/use_time.dom';
import { EventRow } from './event_row.dom';
import { MessageView } from './message_row.dom';
import type { BlockedRow, Row } from './rows.std';

export interface TimelineRowProps {
  readonly row: Row;
  readonly room: Room;
  readonly active: boolean;
  readonly focusable: boolean;
  readonly editing: boolean;
  /** Just jumped to. */
  readonly flashing: boolean;
  readonly onMenu: (message: Message, anchor: Element) => void;
}

export const TimelineRow = memo(function TimelineRow(props: TimelineRowProps) {
  const { row } = props;
  return (
    <div className="row" data-row={row.key}>
      {row.day !== null && <DayDivider at={row.day} />}
      {row.unread && <div className="divider divider-unread" role="separator"><span><Trans>New</Trans></span></div>}
      {row.type === 'message' ? <MessageRowView {...props} message={row.message} tail={row.tail} /> : row.type === 'events' ? <div className="row-event"><EventRow events={row.events} /></div> : <BlockedRowView {...props} row={row} />}
    </div>
  );
});

function DayDivider({ at }: { readonly at: number }) {
  const style = useTimeStyle();
  const now = useMinute();
  return <div className="divider" role="separator"><span>{dayText(at, style, now)}</span></div>;
}

function MessageRowView({ message, tail, room, active, focusable, editing, flashing, onMenu }: Omit<TimelineRowProps, 'row'> & { readonly message: Message; readonly tail: boolean }) {
  const id = message.key.replace(/[^\w-]/g, '_');
  const classes = ['message'];
  if (!tail) classes.push('message-first');
  if (message.mentionsMe) classes.push('message-mention');
  if (message.delivery.state === 'pending') classes.push('message-pending');
  if (active) classes.push('message-active');
  if (flashing) classes.push('message-flash');
  if (editing) classes.push('message-editing');
  return (
    <div className={classes.join(' ')} role="article" aria-labelledby={`author-${id} text-${id}`} tabIndex={focusable ? 0 : -1} data-focus-row data-message={message.id}>
      <MessageView message={message} room={room} tail={tail} active={active} editing={editing} onMenu={onMenu} />
    </div>
  );
}

function BlockedRowView({ row, ...rest }: Omit<TimelineRowProps, 'row'> & { readonly row: BlockedRow }) {
  const [open, setOpen] = useState(false);
  return (
    <div className="row-blocked">
      <button type="button" className="event-line event-summary" aria-expanded={open} tabIndex={rest.focusable ? 0 : -1} data-focus-row onClick={() => setOpen(!open)}>
        <Plural value={row.messages.length} one="# message of somebody you blocked" other="# messages of people you blocked" />
      </button>
      {open && row.messages.slice(0, 50).map((message) => <MessageRowView key={message.key} {...rest} focusable={false} active={false} editing={false} message={message} tail={false} />)}
    </div>
  );
}
