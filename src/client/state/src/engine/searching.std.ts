// SPDX-License-Identifier: GPL-2.0-or-later
// Searching: the last question counts, whatever comes back first.

import type { components } from '@alloquy/protocol/api/openapi.std';
import type { CoreState } from '../core_state.std';
import type { LocalEvent } from '../events.std';
import type { Actions, SearchState } from '../model.std';
import { messageOfApi } from '../wire.std';
import type { Api } from './environment.std';

export interface SearchingPort {
  readonly api: Api;
  getState(): CoreState;
  dispatch(event: LocalEvent): void;
  found(messages: readonly SearchState['results'][number]['message'][]): void;
}

export function makeSearch(port: SearchingPort): Pick<Actions, 'search' | 'searchMore' | 'clearSearch'> {
  let serial = 0;
  const change = (part: Partial<SearchState>) => port.dispatch({ type: 'search_changed', change: part });

  async function ask(query: string, before: string | null): Promise<void> {
    const mine = (serial += 1);
    const parameters = `q=${encodeURIComponent(query)}&limit=25${before === null ? '' : `&before=${encodeURIComponent(before)}`}`;
    const answer = await port.api.call<components['schemas']['FoundList']>('GET', `/search?${parameters}`);
    if (mine !== serial) return;
    if (!answer.ok) {
      change({ loading: false, error: answer.problem.code });
      return;
    }
    const reading = { me: port.getState().me, authorOf: () => null };
    const results = answer.value.items.map(({ message, snippet }) => ({
      message: messageOfApi(message, reading),
      snippet: snippet.map((piece) => piece.text).join(''),
      pieces: snippet,
    }));
    port.found(results.map(({ message }) => message));
    const shown = before === null ? [] : port.getState().search.results;
    change({ results: [...shown, ...results], next: answer.value.next, loading: false, error: null });
  }

  return {
    search(query) {
      const wanted = query.trim();
      if (wanted === '') {
        this.clearSearch();
        return;
      }
      change({ query: wanted, results: [], next: null, loading: true, error: null });
      void ask(wanted, null);
    },
    searchMore() {
      const { query, next, loading } = port.getState().search;
      if (next === null || loading) return;
      change({ loading: true, error: null });
      void ask(query, next);
    },
    clearSearch() {
      serial += 1;
      change({ query: '', results: [], next: null, loading: false, error: null });
    },
  };
}
