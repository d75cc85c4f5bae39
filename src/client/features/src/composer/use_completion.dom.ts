// SPDX-License-Identifier: GPL-2.0-or-later
// What the list above the composer offers for what is being written.

import { useLingui } from '@lingui/react/macro';
import { useMemo, useState } from 'react';
import { useStore } from '@alloquy/ui/app_context.dom';
import type { Room } from '@alloquy/state/model.std';
import { searchEmoji, type EmojiIndex } from '@alloquy/features/shared/emoji.std';
import { useEmoji } from '@alloquy/features/shared/emoji_data.dom';
import { commands } from './commands.std';
import { completionAt, rankNames, type CompletionKind, type CompletionQuery } from './completion.std';

export interface Completion {
  readonly key: string;
  readonly kind: CompletionKind;
  /** What is put in place of what was written. */
  readonly insert: string;
  readonly label: string;
  readonly detail: string;
  /** An emoji, or an account name for its picture. */
  readonly sign: string;
}

export interface CompletionList {
  readonly query: CompletionQuery | null;
  readonly items: readonly Completion[];
  readonly selected: number;
  select(index: number): void;
  /** Until something else is written. */
  close(): void;
}

const most = 8;

export function useCompletion(room: Room, text: string, caret: number): CompletionList {
  const { t, i18n } = useLingui();
  const store = useStore();
  const [closedAt, setClosedAt] = useState<string | null>(null);
  const [choice, setChoice] = useState({ for: '', index: 0 });
  const query = useMemo(() => completionAt(text, caret), [text, caret]);
  const { index } = useEmoji(text.includes(':'));
  const at = query === null ? '' : `${query.kind} ${query.start} ${query.query}`;

  const items = useMemo((): Completion[] => {
    if (query === null) return [];
    switch (query.kind) {
      case 'person':
        return people();
      case 'room':
        return rooms();
      case 'emoji':
        return emoji(index);
      case 'command':
        return rankNames(
          commands.filter((command) => command.only === undefined || command.only === room.kind),
          query.query,
          (command) => [command.name, ...(command.aliases ?? [])],
          most,
        ).map((command) => ({
          key: command.name,
          kind: 'command',
          insert: `/${command.name} `,
          label: command.usage === null ? `/${command.name}` : i18n._(command.usage),
          detail: i18n._(command.text),
          sign: '/',
        }));
    }

    function people(): Completion[] {
      const state = store.getState();
      const here = new Set(room.members.map((member) => member.username.toLowerCase()));
      const known = Object.values(state.people).sort((one, other) => Number(here.has(other.username.toLowerCase())) - Number(here.has(one.username.toLowerCase())) || Number(other.online) - Number(one.online));
      const found = rankNames(known, query?.query ?? '', (person) => [person.username, person.displayName], most).map((person): Completion => ({
        key: person.username,
        kind: 'person',
        insert: `@${person.username} `,
        label: person.displayName || person.username,
        detail: here.has(person.username.toLowerCase()) ? `@${person.username}` : t`@${person.username}, not in this room`,
        sign: person.username,
      }));
      const everyone = state.me?.staff && room.kind === 'text' && 'everyone'.startsWith((query?.query ?? '').toLowerCase());
      if (everyone) found.push({ key: '@everyone', kind: 'person', insert: '@everyone ', label: '@everyone', detail: t`Everybody in this room`, sign: '' });
      return found;
    }

    function rooms(): Completion[] {
      const known = Object.values(store.getState().rooms).filter((each) => each.channel !== null);
      return rankNames(known, query?.query ?? '', (each) => [each.name, each.channel?.slice(1) ?? ''], most).map((each) => ({
        key: each.id,
        kind: 'room',
        insert: `${each.channel} `,
        label: `#${each.name}`,
        detail: each.topic.slice(0, 80),
        sign: '#',
      }));
    }

    function emoji(loaded: EmojiIndex | null): Completion[] {
      return loaded === null ? [] : searchEmoji(loaded, query?.query ?? '', most).map((each) => ({ key: each.character, kind: 'emoji', insert: each.character, label: `:${each.names[0] ?? each.label}:`, detail: each.label, sign: each.character }));
    }
    // Who is here when the list opens is enough: it would move under the finger otherwise.
  }, [query, index, store, room.id, room.kind, i18n, t]);

  return {
    query,
    items: closedAt === at ? [] : items,
    selected: choice.for === at ? Math.min(choice.index, items.length - 1) : 0,
    select: (selected) => setChoice({ for: at, index: selected }),
    close: () => setClosedAt(at),
  };
}
