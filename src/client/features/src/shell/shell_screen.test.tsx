// SPDX-License-Identifier: GPL-2.0-or-later
// @vitest-environment jsdom
import { act, cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppState, Connection } from '@alloquy/state/model.std';
import { fakeApp, fakePerson, fakeRoom } from '@alloquy/features/shared/fake_app.dom';
import { ConnectionBanner } from './connection_banner.dom';
import { JoinDialog } from './join_dialog.dom';
import { Notices } from './notices.dom';
import { PersonCard } from './person_card.dom';
import { RoomList } from './room_list.dom';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const rooms: Partial<AppState> = {
  rooms: {
    '1': fakeRoom({ id: '1', name: 'garden' }),
    '2': fakeRoom({ id: '2', name: 'seeds', unread: 3 }),
    '3': fakeRoom({ id: '3', name: 'rules', unread: 2, mentions: 2 }),
    '4': fakeRoom({ id: '4', kind: 'dm', channel: null, username: 'anna', name: 'anna' }),
  },
  roomOrder: ['1', '2', '3', '4'],
};

describe('the list of rooms', () => {
  it('says which is open, which is unread, and which mentions me', async () => {
    const app = fakeApp(rooms);
    render(<RoomList current="1" />, { wrapper: app.Frame });
    const links = screen.getAllByRole('link');
    expect(links.map((link) => link.getAttribute('href'))).toEqual(['/rooms/1', '/rooms/2', '/rooms/3']);
    expect(links[0]?.getAttribute('aria-current')).toBe('page');
    expect(within(links[1] as HTMLElement).getByRole('img', { name: 'Unread' })).toBeTruthy();
    expect(within(links[2] as HTMLElement).getByText('2 mentions')).toBeTruthy();
    await userEvent.click(links[1] as HTMLElement);
    expect(app.calls.at(-1)).toEqual(['chat.go', '/rooms/2']);
  });

  it('is one stop of the Tab key; arrows move in it', async () => {
    render(<RoomList current="1" />, { wrapper: fakeApp(rooms).Frame });
    const links = screen.getAllByRole('link');
    expect(links.map((link) => link.tabIndex)).toEqual([0, -1, -1]);
    links[0]?.focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}');
    expect(document.activeElement).toBe(links[2]);
    await userEvent.keyboard('{Home}');
    expect(document.activeElement).toBe(links[0]);
  });
});

describe('the banner', () => {
  beforeEach(() => void vi.useFakeTimers());
  const banner = (phase: Connection, more: Partial<AppState['connection']> = {}) => {
    const app = fakeApp({ connection: { phase, retryAt: null, reason: null, follower: false, ...more } });
    const view = render(<ConnectionBanner />, { wrapper: app.Frame });
    return { app, text: () => view.container.textContent ?? '' };
  };
  it.each<[Connection, string]>([
    ['connecting', 'Connecting'],
    ['catching_up', 'what you missed'],
    ['reconnecting', 'connection is lost'],
    ['offline', 'You are offline'],
    ['rejected', 'signed out'],
    ['outdated', 'newer version'],
  ])('for %s says %j', async (phase, words) => {
    const { text } = banner(phase);
    await act(() => vi.advanceTimersByTimeAsync(2000));
    expect(text()).toContain(words);
  });
  it('is not there when all is well, nor flashes when it soon is', async () => {
    expect(banner('online').text()).toBe('');
    cleanup();
    const { app, text } = banner('connecting');
    await act(() => vi.advanceTimersByTimeAsync(500));
    expect(text()).toBe('');
    act(() => app.store.setState({ connection: { phase: 'online', retryAt: null, reason: null, follower: false } }));
    await act(() => vi.advanceTimersByTimeAsync(3000));
    expect(text()).toBe('');
  });
});

describe('a deletion', () => {
  it('can be undone while its notice is there', async () => {
    const app = fakeApp({ notices: [{ key: 'n1', code: 'deleted', detail: {}, at: 0, undo: 'delete' }] });
    render(<Notices />, { wrapper: app.Frame });
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(app.calls).toContainEqual(['undoRemove', 'n1']);
  });
});

describe('going to a room', () => {
  it('says why it is not possible', async () => {
    const app = fakeApp({}, { joinChannel: { code: 'forbidden', field: null, message: '', retryAfter: null } });
    render(<JoinDialog onClose={() => undefined} />, { wrapper: app.Frame });
    await userEvent.type(screen.getByRole('textbox', { name: 'Room' }), 'Secret Place{Enter}');
    expect(app.calls).toContainEqual(['joinChannel', '#secret-place']);
    expect(await screen.findByText(/not allowed/)).toBeTruthy();
  });
});

describe('the card of a person', () => {
  it('has hostile words as text, no unsafe address, and what one can do', async () => {
    const anchor = { current: document.body };
    const app = fakeApp({ people: { eve: fakePerson('eve', { displayName: '<b>Eve</b>\u202e', homepage: 'javascript:alert(1)', status: '<img src=x>' }) } });
    const onGo = vi.fn();
    render(<PersonCard username="eve" anchor={anchor} onGo={onGo} onClose={() => undefined} />, { wrapper: app.Frame });
    const card = await screen.findByRole('dialog');
    expect(card.querySelectorAll('b, img, a')).toHaveLength(0);
    await userEvent.click(within(card).getByRole('button', { name: 'Write' }));
    expect(onGo).toHaveBeenCalledWith('/dm/eve');
    await userEvent.click(within(card).getByRole('button', { name: 'Block' }));
    expect(app.calls).toContainEqual(['block', 'eve', true]);
  });
});
