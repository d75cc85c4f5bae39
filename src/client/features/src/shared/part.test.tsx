// SPDX-License-Identifier: GPL-2.0-or-later
// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { fakeApp } from './fake_app.dom';
import { part } from './part.dom';

afterEach(cleanup);

it('is drawn when it has come', async () => {
  const Part = part<{ readonly name: string }>(async () => ({ name }) => <p>hello {name}</p>);
  render(<Part name="you" />, { wrapper: fakeApp().Frame });
  expect(screen.getByRole('status', { name: 'Loading' })).toBeTruthy();
  expect((await screen.findByText('hello you')).tagName).toBe('P');
});

it('that does not come says so, closes, and is tried again', async () => {
  let there = false;
  const Part = part<{ readonly onClose: () => void }>(() => (there ? Promise.resolve(() => <p>here</p>) : Promise.reject(new TypeError('Failed to fetch'))));
  const onClose = vi.fn();
  const { Frame } = fakeApp();
  const { unmount } = render(<Part onClose={onClose} />, { wrapper: Frame });
  await screen.findByRole('button', { name: 'Reload' });
  await userEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(onClose).toHaveBeenCalled();
  unmount();
  there = true;
  render(<Part onClose={onClose} />, { wrapper: Frame });
  expect(await screen.findByText('here')).toBeTruthy();
});
