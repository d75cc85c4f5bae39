// SPDX-License-Identifier: GPL-2.0-or-later
// Comings, goings and what else happens in a room, quieter than what people say.

import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import type { RoomEvent } from '@alloquy/state/model.std';
import { Icon } from '@alloquy/ui/icons/icon.dom';
import { InlineView } from '@alloquy/features/shared/markup_view.dom';
import { markupOf } from '@alloquy/features/shared/markup_cache.std';
import { PersonName } from '@alloquy/features/shared/person_name.dom';
import { shortTime } from '@alloquy/features/shared/time_text.std';
import { useMinute, useTimeStyle } from '@alloquy/features/shared/use_time.dom';
import { summarizeEvents } from './event_summary.std';

export function EventRow({ events }: { readonly events: readonly RoomEvent[] }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const [first] = events;
  if (events.length === 1 && first) return <p className="event-line"><EventText event={first} /> <EventTime at={first.at} /></p>;
  return (
    <div className="event-run">
      <button type="button" className="event-line event-summary" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? 'chevronDown' : 'chevronRight'} size={14} />
        <SummaryText events={events} />
      </button>
      {open && (
        <ul aria-label={t`What happened`}>
          {events.slice(0, 100).map((event) => (
            <li key={event.key} className="event-line"><EventText event={event} /> <EventTime at={event.at} /></li>
          ))}
        </ul>
      )}
    </div>
  );
}

function EventTime({ at }: { readonly at: number }) {
  const style = useTimeStyle();
  const now = useMinute();
  return <time className="event-time" dateTime={new Date(at).toISOString()}>{shortTime(at, style, now)}</time>;
}

function SummaryText({ events }: { readonly events: readonly RoomEvent[] }) {
  const { joined, left, visited, returned, modes } = summarizeEvents(events);
  const parts: ReactNode[] = [];
  if (joined.length > 0) parts.push(<Trans key="joined"><Names names={joined} /> came</Trans>);
  if (left.length > 0) parts.push(<Trans key="left"><Names names={left} /> left</Trans>);
  if (visited.length > 0) parts.push(<Trans key="visited"><Names names={visited} /> came and left</Trans>);
  if (returned.length > 0) parts.push(<Trans key="returned"><Names names={returned} /> left and came back</Trans>);
  if (modes > 0) parts.push(<Plural key="modes" value={modes} one="# change of modes" other="# changes of modes" />);
  return (
    <span>
      {parts.map((part, index) => (
        <span key={index}>{index > 0 && ' · '}{part}</span>
      ))}
    </span>
  );
}

function Names({ names }: { readonly names: readonly string[] }) {
  const shown = names.slice(0, 3);
  const others = names.length - shown.length;
  return (
    <>
      {shown.map((name, index) => (
        <span key={name}>{index > 0 && ', '}<PersonName username={name} /></span>
      ))}
      {others > 0 && <> <Plural value={others} one="and # other" other="and # others" /></>}
    </>
  );
}

function EventText({ event }: { readonly event: RoomEvent }) {
  const who = <PersonName username={event.username} />;
  const text = <EventWords text={event.text} />;
  const why = event.text === '' ? null : <span className="event-reason"> ({text})</span>;
  switch (event.what) {
    case 'join':
      return <Trans>{who} came</Trans>;
    case 'part':
    case 'quit':
      return <><Trans>{who} left</Trans>{why}</>;
    case 'kick':
      return <><Trans>{who} was removed from the room</Trans>{why}</>;
    case 'topic':
      return event.text === '' ? <Trans>{who} cleared the topic</Trans> : <Trans>{who} changed the topic: {text}</Trans>;
    case 'rename':
      return <Trans>{who} renamed the room to {text}</Trans>;
    case 'mode':
      return <Trans>{who} set {text}</Trans>;
  }
}

function EventWords({ text }: { readonly text: string }) {
  const [block] = markupOf(text.slice(0, 500)).blocks;
  return <bdi>{block?.type === 'paragraph' ? <InlineView nodes={block.children} /> : text.slice(0, 500)}</bdi>;
}
