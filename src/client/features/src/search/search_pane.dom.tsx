// SPDX-License-Identifier: GPL-2.0-or-later
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { MessageDescriptor } from '@lingui/core';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { plainText } from '@alloquy/protocol/markup/plain_text.std';
import type { Message, Room } from '@alloquy/state/model.std';
import { useActions, useApp } from '@alloquy/ui/app_context.dom';
import { Button, IconButton } from '@alloquy/ui/components/button.dom';
import { EmptyState, Skeleton } from '@alloquy/ui/components/feedback.dom';
import { Icon } from '@alloquy/ui/icons/icon.dom';
import { codeText } from '@alloquy/ui/problem_text.dom';
import { useChat } from '@alloquy/features/shared/chat_context.dom';
import { markupOf } from '@alloquy/features/shared/markup_cache.std';
import { PersonName } from '@alloquy/features/shared/person_name.dom';
import { shortTime } from '@alloquy/features/shared/time_text.std';
import { useMinute, useTimeStyle } from '@alloquy/features/shared/use_time.dom';
import { FilterMenu } from './filter_menu.dom';
import { highlightWords, parseQuery, queryText, withFilter, withoutFilter, type Filter, type FilterName } from './query.std';
import './search.css';

export const filterTitles: Readonly<Record<FilterName, MessageDescriptor>> = {
  from: msg`From`,
  in: msg`In`,
  mentions: msg`Mentions`,
  has: msg`Has`,
  is: msg`Is`,
  before: msg`Before`,
  after: msg`After`,
};

export function SearchPane({ room, typed, onTyped }: { readonly room: Room | null; readonly typed: string; readonly onTyped: (text: string) => void }) {
  const { t, i18n } = useLingui();
  const actions = useActions();
  const chat = useChat();
  const search = useApp((state) => state.search);
  const field = useRef<HTMLInputElement>(null);
  const query = parseQuery(typed);
  useEffect(() => field.current?.focus(), []);

  const run = (text: string) => {
    onTyped(text);
    if (text.trim() === '') actions.clearSearch();
    else actions.search(text.trim());
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run(typed);
  };
  const add = (filter: Filter) => run(queryText(withFilter(query, filter)));
  const remove = (filter: Filter) => run(queryText(withoutFilter(query, filter)));
  const searched = search.query !== '';

  return (
    <section className="side-pane" role="search" aria-label={t`Search`} data-region="side">
      <header className="side-pane-header">
        <h2><Trans>Search</Trans></h2>
        <IconButton icon="close" label={t`Close`} onPress={() => chat.showPane(null)} />
      </header>
      <form className="search-form" onSubmit={submit}>
        <div className="search-field">
          <Icon name="search" size={18} />
          <input ref={field} className="field-input" type="search" enterKeyHint="search" aria-label={t`Search messages`} placeholder={t`Search messages`} maxLength={1024} value={typed} onChange={(event) => onTyped(event.target.value)} />
        </div>
        <div className="search-filters">
          {query.filters.map((filter) => (
            <span key={`${filter.name}:${filter.value}`} className="search-chip">
              <span>{i18n._(filterTitles[filter.name])}: <bdi>{filter.value}</bdi></span>
              <button type="button" aria-label={t`Remove the filter ${filter.name}:${filter.value}`} onClick={() => remove(filter)}><Icon name="close" size={14} /></button>
            </span>
          ))}
          <FilterMenu room={room} onAdd={add} />
        </div>
      </form>
      <div className="side-pane-content" aria-busy={search.loading} tabIndex={-1}>
        <p className="visually-hidden" role="status">{searched && !search.loading && (search.results.length === 0 ? t`Nothing found` : t`${search.results.length} messages found`)}</p>
        {search.error !== null ? (
          <EmptyState icon="error" title={t`The search failed`} actions={<Button icon="refresh" onPress={() => run(search.query)}>{t`Try again`}</Button>}>{codeText(search.error)}</EmptyState>
        ) : !searched ? (
          <SearchHints onExample={run} />
        ) : search.loading && search.results.length === 0 ? (
          <Skeleton lines={8} label={t`Searching`} />
        ) : search.results.length === 0 ? (
          <EmptyState icon="search" title={t`Nothing found`}><Trans>Whole words are found. Put a * behind the beginning of a word to find more.</Trans></EmptyState>
        ) : (
          <ul className="card-list">
            {search.results.map(({ message, snippet }) => <li key={message.id}><Result message={message} snippet={snippet} words={parseQuery(search.query).words} /></li>)}
          </ul>
        )}
        {search.next !== null && search.results.length > 0 && search.error === null && (
          <div className="search-more"><Button isPending={search.loading} onPress={() => actions.searchMore()}>{t`Show more`}</Button></div>
        )}
      </div>
    </section>
  );
}

function Result({ message, snippet, words }: { readonly message: Message; readonly snippet: string; readonly words: string }) {
  const chat = useChat();
  const style = useTimeStyle();
  const now = useMinute();
  const place = useApp((state) => {
    const room = state.rooms[message.roomId];
    return room?.kind === 'dm' ? `@${room.username ?? ''}` : room ? `#${room.name}` : '';
  });
  const text = plainText(markupOf(snippet === '' ? message.text : plainSnippet(snippet))).slice(0, 600);
  return (
    <button type="button" className="card search-result" onClick={() => chat.jump(message.roomId, message.id)}>
      <span className="card-head">
        <PersonName username={message.author.username} name={message.webhook?.name} />
        <time dateTime={new Date(message.sentAt).toISOString()}>{shortTime(message.sentAt, style, now)}</time>
        <bdi className="card-place">{place}</bdi>
      </span>
      <span className="search-text" dir="auto">{highlightWords(text, words).map((part, index) => (part.found ? <mark key={index}>{part.text}</mark> : part.text))}</span>
    </button>
  );
}

// The server may mark what it found; we mark it ourselves.
function plainSnippet(snippet: string): string {
  return snippet.replace(/<\/?(?:b|mark|em)>/g, '');
}

const examples: readonly (readonly [string, MessageDescriptor])[] = [
  ['from:me', msg`What you wrote yourself`],
  ['mentions:me', msg`What names you`],
  ['has:link', msg`Messages with a link`],
  ['is:pinned', msg`Pinned messages`],
];

function SearchHints({ onExample }: { readonly onExample: (text: string) => void }) {
  const { i18n } = useLingui();
  const [first] = useState(examples);
  return (
    <div className="search-hints">
      <p><Trans>Search for words, “a phrase”, beginnings* and -words that must not be there.</Trans></p>
      <ul>
        {first.map(([query, text]) => (
          <li key={query}>
            <button type="button" className="search-hint" onClick={() => onExample(query)}><code>{query}</code> <span>{i18n._(text)}</span></button>
          </li>
        ))}
      </ul>
    </div>
  );
}
