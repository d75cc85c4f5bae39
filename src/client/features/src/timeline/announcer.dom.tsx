// SPDX-License-Identifier: GPL-2.0-or-later
// The one place from which a screen reader hears of new messages. The list itself isn't live: it would be read again
// whenever one scrolls.

import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState } from 'react';
import { plainLine } from '@alloquy/protocol/markup/plain_text.std';
import type { Id, Message } from '@alloquy/state/model.std';
import { useApp, useStore } from '@alloquy/ui/app_context.dom';
import { markupOf } from '@alloquy/features/shared/markup_cache.std';
import { newMessages } from './announcement.std';

const pause = 700;
const most = 3;

export function Announcer({ roomId }: { readonly roomId: Id | null }) {
  const { t } = useLingui();
  const store = useStore();
  const timeline = useApp((state) => (roomId === null ? null : (state.timelines[roomId] ?? null)));
  const [spoken, setSpoken] = useState<{ readonly turn: number; readonly lines: readonly string[] }>({ turn: 0, lines: [] });
  const upTo = useRef<{ room: Id | null; key: string | null }>({ room: roomId, key: null });
  const waiting = useRef<Message[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  useEffect(() => {
    if (timeline === null) return;
    if (upTo.current.room !== roomId) upTo.current = { room: roomId, key: null };
    const state = store.getState();
    const found = newMessages(timeline.items, timeline.atEnd, upTo.current.key, state.me?.username ?? null, state.preferences.announce, state.blocked);
    upTo.current.key = found.upTo;
    waiting.current.push(...found.messages.slice(-100));
    if (waiting.current.length === 0 || timer.current !== null) return;
    timer.current = setTimeout(() => {
      timer.current = null;
      const messages = waiting.current.splice(0);
      const people = store.getState().people;
      const lines =
        messages.length > most
          ? [plural(messages.length, { one: '# new message', other: '# new messages' })]
          : messages.map((message) => {
              const name = message.webhook?.name ?? people[message.author.username.toLowerCase()]?.displayName ?? message.author.username;
              const text = plainLine(markupOf(message.text), 300, { spoiler: t`hidden` });
              return message.action ? `${name} ${text}` : `${name}: ${text}`;
            });
      setSpoken(({ turn }) => ({ turn: turn + 1, lines }));
    }, pause);
  }, [timeline, roomId, store, t]);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );

  return (
    <div className="visually-hidden" role="status" aria-live="polite" data-testid="announcer">
      {spoken.lines.map((line, index) => (
        // A new key each turn: the same words said twice are heard twice.
        <p key={`${spoken.turn} ${index}`}>{line}</p>
      ))}
    </div>
  );
}
