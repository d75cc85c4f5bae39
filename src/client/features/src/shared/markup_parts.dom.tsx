// SPDX-License-Identifier: GPL-2.0-or-later
// The parts of a message that do something: links, spoilers, names, rooms, times.

import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type MouseEvent, type ReactNode } from 'react';
import type { Inline, LinkWarning, TimestampStyle } from '@alloquy/protocol/markup/nodes.std';
import { useApp } from '@alloquy/ui/app_context.dom';
import { ConfirmDialog } from '@alloquy/ui/components/dialog.dom';
import { Icon } from '@alloquy/ui/icons/icon.dom';
import { useChat } from './chat_context.dom';
import { pathOf, pathOfRoom, placeOfAddress, type Place } from './paths.std';
import { useFace } from './person_name.dom';
import { fullTime, timestampText } from './time_text.std';
import { useMinute, useTimeStyle } from './use_time.dom';

type LinkNode = Extract<Inline, { type: 'link' }>;

export function LinkView({ link, children }: { readonly link: LinkNode; readonly children: ReactNode }) {
  const place = placeOfAddress(link.href, location.origin);
  if (place && place.kind !== 'home' && link.bare) return <PlaceLink place={place} href={link.href}>{children}</PlaceLink>;
  if (link.warnings.length > 0) return <WarnedLink link={link}>{children}</WarnedLink>;
  return (
    <a href={link.href} target="_blank" rel="noopener noreferrer nofollow" title={link.bare ? undefined : link.href}>
      {children}
    </a>
  );
}

/** An address of this client, shown by the name of its room. */
function PlaceLink({ place, href, children }: { readonly place: Exclude<Place, { kind: 'home' }>; readonly href: string; readonly children: ReactNode }) {
  const chat = useChat();
  const name = useApp((state) => (place.kind === 'room' ? (state.rooms[place.id]?.name ?? null) : null));
  const follow = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    chat.go(pathOf(place));
  };
  return (
    <a href={href} className={name === null ? undefined : 'pill'} onClick={follow}>
      {name === null ? children : place.message === null ? `#${name}` : <Trans>#{name} › message</Trans>}
    </a>
  );
}

function WarnedLink({ link, children }: { readonly link: LinkNode; readonly children: ReactNode }) {
  const { t } = useLingui();
  const [asking, setAsking] = useState(false);
  const ask = (event: MouseEvent) => {
    event.preventDefault();
    setAsking(true);
  };
  // What the browser makes of the name is what it will look up.
  const host = browserHost(link.href) ?? link.host;
  return (
    <>
      <a href={link.href} target="_blank" rel="noopener noreferrer nofollow" className="link-warned" onClick={ask} onAuxClick={ask}>
        {children}
        <span className="link-host" dir="ltr"> [{host}]</span>
        <Icon name="warning" size={14} />
      </a>
      <ConfirmDialog
        title={t`Is this where you want to go?`}
        open={asking}
        confirm={t`Open it`}
        cancel={t`Stay here`}
        danger
        onConfirm={() => {
          setAsking(false);
          window.open(link.href, '_blank', 'noopener,noreferrer');
        }}
        onClose={() => setAsking(false)}
      >
        <ul className="link-reasons">
          {link.warnings.map((warning) => (
            <li key={warning}>
              <WarningText warning={warning} />
            </li>
          ))}
        </ul>
        <p>
          <Trans>The link leads to:</Trans>
        </p>
        <p className="link-address" dir="ltr">
          {link.href.length > 300 ? `${link.href.slice(0, 300)}…` : link.href}
        </p>
        <p>
          <Trans>
            Your browser will ask for <strong dir="ltr">{host}</strong>.
          </Trans>
        </p>
      </ConfirmDialog>
    </>
  );
}

function WarningText({ warning }: { readonly warning: LinkWarning }) {
  switch (warning) {
    case 'other_label':
      return <Trans>The text of the link names another place than the one it leads to.</Trans>;
    case 'user_info':
      return <Trans>What stands before the @ is a name to sign in with, not the place the link leads to.</Trans>;
    case 'punycode':
    case 'mixed_scripts':
      return <Trans>Its name has letters of several alphabets, or is written in a special way. Some letters only look like others.</Trans>;
    case 'look_alike':
      return <Trans>Its name has letters that look like Latin ones and aren’t.</Trans>;
  }
}

function browserHost(href: string): string | null {
  try {
    return new URL(href).host;
  } catch {
    return null;
  }
}

export function Spoiler({ label, children }: { readonly label?: string; readonly children: ReactNode }) {
  const { t } = useLingui();
  const [shown, setShown] = useState(false);
  if (shown) {
    return (
      <span className="spoiler spoiler-shown" onClick={(event) => event.target === event.currentTarget && setShown(false)}>
        {children}
      </span>
    );
  }
  return (
    <button type="button" className="spoiler" aria-label={label ?? t`Spoiler, press to show`} onClick={() => setShown(true)}>
      {/* There for its width; hidden from everybody. */}
      <span className="spoiler-hidden" aria-hidden="true" inert>
        {children}
      </span>
    </button>
  );
}

export function Mention({ name }: { readonly name: string }) {
  const chat = useChat();
  const face = useFace(name);
  const mine = useApp((state) => state.me?.username.toLowerCase() === name.toLowerCase());
  const everyone = name === 'everyone' || name === 'here';
  if (everyone) return <span className="pill pill-me">@{name}</span>;
  if (!face.known && !mine) return `@${name}`;
  return (
    <button type="button" className={mine ? 'pill pill-me' : 'pill'} onClick={(event) => chat.showPerson(name, event.currentTarget)}>
      @{face.name}
    </button>
  );
}

export function ChannelLink({ name }: { readonly name: string }) {
  const chat = useChat();
  const room = useApp((state) => Object.values(state.rooms).find((each) => each.channel?.toLowerCase() === name.toLowerCase()) ?? null);
  if (!room) return name;
  const path = pathOfRoom(room);
  return (
    <a
      href={path}
      className="pill"
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        chat.go(path);
      }}
    >
      #{room.name}
    </a>
  );
}

export function Timestamp({ seconds, kind }: { readonly seconds: number; readonly kind: TimestampStyle }) {
  const style = useTimeStyle();
  const now = useMinute();
  return (
    <time className="pill-time" dateTime={isoTime(seconds)} title={fullTime(seconds * 1000, style)}>
      {timestampText(seconds, kind, style, now)}
    </time>
  );
}

function isoTime(seconds: number): string | undefined {
  return Math.abs(seconds) <= 8.64e12 ? new Date(seconds * 1000).toISOString() : undefined;
}
