// SPDX-License-Identifier: GPL-2.0-or-later
// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import type { SearchState } from '@alloquy/state/model.std';
import { fakeApp, fakeMessage, fakeRoom } from '@alloquy/features/shared/fake_app.dom';
import { SearchPane } from './search_pane.dom';

afterEach(cleanup);

function open(search: Partial<SearchState> = {}) {
  const app = fakeApp({ search: { query: '', results: [], next: null, loading: false, error: null, ...search } });
  function Held() {
    const [typed, setTyped] = useState(search.query ?? '');
    return <SearchPane room={fakeRoom()} typed={typed} onTyped={setTyped} />;
  }
  render(<Held />, { wrapper: app.Frame });
  return { app, user: userEvent.setup(), field: screen.getByRole<HTMLInputElement>('searchbox', { name: 'Search messages' }) };
}

describe('the search', () => {
  it('begins in the field and searches with Enter', async () => {
    const { app, user, field } = open();
    expect(document.activeElement).toBe(field);
    await user.type(field, 'from:anna rain{Enter}');
    expect(app.calls.at(-1)).toEqual(['search', 'from:anna rain']);
  });

  it('shows filters apart, and takes them away', async () => {
    const { app, user } = open({ query: 'from:anna rain' });
    await user.click(screen.getByRole('button', { name: 'Remove the filter from:anna' }));
    expect(app.calls.at(-1)).toEqual(['search', 'rain']);
  });

  it('marks what was found, and goes there', async () => {
    const found = fakeMessage('7', 'anna', 'Rain in **May** <script>');
    const { app, user } = open({ query: 'rain', results: [{ message: found, snippet: '' }] });
    const result = screen.getByRole('button', { name: /Rain in May/ });
    expect(result.querySelector('mark')?.textContent).toBe('Rain');
    expect(result.querySelector('script')).toBeNull();
    await user.click(result);
    expect(app.calls.at(-1)).toEqual(['chat.jump', '1', '7']);
  });

  it('says that nothing was found, or what went wrong', async () => {
    open({ query: 'rain' });
    expect(screen.getByRole('heading', { name: 'Nothing found' })).toBeTruthy();
    cleanup();
    const { app, user } = open({ query: 'rain', error: 'network' });
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(app.calls.at(-1)).toEqual(['search', 'rain']);
  });

  it('goes on where a page ends', async () => {
    const { app, user } = open({ query: 'rain', results: [{ message: fakeMessage('7', 'anna', 'rain'), snippet: '' }], next: 'x' });
    await user.click(screen.getByRole('button', { name: 'Show more' }));
    expect(app.calls.at(-1)).toEqual(['searchMore']);
  });
});
