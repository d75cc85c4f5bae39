// SPDX-License-Identifier: GPL-2.0-or-later
// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AppState, Message } from '@alloquy/state/model.std';
import { fakeApp, fakeMessage, fakeRoom } from '@alloquy/features/shared/fake_app.dom';
import { MessageText } from '@alloquy/features/shared/markup_view.dom';
import { Announcer } from './announcer.dom';
import { MessageView } from './message_row.dom';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function show(message: Message, state: Partial<AppState> = {}, more: { editing?: boolean; active?: boolean } = {}) {
  const app = fakeApp(state);
  const view = render(<MessageView message={message} room={fakeRoom()} tail={false} active={more.active ?? false} editing={more.editing ?? false} onMenu={() => undefined} />, { wrapper: app.Frame });
  return { app, view, user: userEvent.setup(), called: (name: string) => app.calls.filter(([each]) => each === name).map(([, ...given]) => given) };
}

const nasty = [
  '<script>window.hacked = 1</script>', '<img src=x onerror="window.hacked = 1">', '<svg onload="window.hacked = 1">', '[a](javascript:alert(1))', '<iframe srcdoc="<script>1</script>">',
  '[a](data:text/html,<script>1</script>)', '```html\n</code></pre><script>1</script>\n```', '`<b>`', '||<img src=x>||', '> <object data=x>', '\x0304<script>\x03', '<t:99999999999999999999:R>', '@everyone @__proto__ #constructor',
];

describe('hostile text on the page', () => {
  it.each(nasty)('stays text: %j', (text) => {
    const { Frame } = fakeApp();
    const { container } = render(<MessageText text={text} />, { wrapper: Frame });
    expect(container.querySelectorAll('script, img, svg[onload], iframe, object, embed, style')).toHaveLength(0);
    for (const element of container.querySelectorAll('*')) {
      for (const attribute of element.getAttributeNames()) expect(attribute).not.toMatch(/^on|^srcdoc$|^action$|^formaction$/);
    }
    for (const link of container.querySelectorAll('a')) expect(link.getAttribute('href')).toMatch(/^(?:https?|mailto|ircs?|mumble|xmpp|matrix):|^\/(?:rooms|dm)\//);
  });

  it('is shown in part when it is long, and whole when asked for', async () => {
    const { Frame } = fakeApp();
    const { container } = render(<MessageText text={'👍 '.repeat(5000)} />, { wrapper: Frame });
    expect(container.querySelectorAll('*').length).toBeLessThan(400);
    await userEvent.click(screen.getByRole('button', { name: 'Show all of it' }));
    expect(container.querySelectorAll('.emoji')).toHaveLength(5000);
  });
});

describe('a message', () => {
  it('hides a spoiler until it is asked for', async () => {
    const { user } = show(fakeMessage('1', 'anna', 'the end: ||they live||'));
    expect(screen.getByText('they live').closest('[aria-hidden="true"]')).not.toBeNull();
    await user.click(screen.getByRole('button', { name: 'Spoiler, press to show' }));
    expect(screen.getByText('they live').closest('[aria-hidden="true"]')).toBeNull();
  });

  it('asks before it follows a link that is not what it looks like', async () => {
    const { user } = show(fakeMessage('1', 'anna', '[https://bank.example](https://evil.example/login)'));
    await user.click(screen.getByRole('link'));
    expect((await screen.findByRole('alertdialog')).textContent).toContain('evil.example');
  });

  it('leads to rooms and people that are known, and to no others', async () => {
    const { user, called } = show(fakeMessage('1', 'ben', '@anna @nobody #garden #nowhere'));
    await user.click(screen.getByRole('button', { name: '@Anna Bell' }));
    expect(called('chat.showPerson')[0]?.[0]).toBe('anna');
    await user.click(screen.getByRole('link', { name: '#garden' }));
    expect(called('chat.go')).toEqual([['/rooms/1']]);
    expect(screen.queryByRole('button', { name: '@nobody' })).toBeNull();
  });

  it('takes reactions and takes them back', async () => {
    const message = fakeMessage('5', 'anna', 'hi', { reactions: [{ value: '👍', count: 2, mine: true, accountIds: ['9', '10'] }] });
    const { user, called } = show(message);
    const chip = screen.getByRole('button', { name: '👍, 2 people' });
    expect(chip.getAttribute('aria-pressed')).toBe('true');
    await user.click(chip);
    expect(called('react')).toEqual([['1', '5', '👍', false]]);
  });

  it('says that it was not sent, why, and what can be done', async () => {
    const { user, called } = show(fakeMessage('local:1', 'me', 'hi', { key: 'k', delivery: { state: 'failed', code: 'forbidden', retryable: true } }));
    expect(screen.getByText(/Not sent/).textContent).toContain('not allowed');
    await user.click(screen.getByRole('button', { name: 'Send again' }));
    await user.click(screen.getByRole('button', { name: 'Discard' }));
    expect([called('retry'), called('discard')]).toEqual([[['k']], [['k']]]);
  });

  it('is changed where it stands', async () => {
    const { user, called } = show(fakeMessage('5', 'me', 'helo'), {}, { editing: true });
    const field = screen.getByRole('textbox', { name: 'Edit your message' });
    expect(document.activeElement).toBe(field);
    await user.clear(field);
    await user.type(field, 'hello{Enter}');
    expect(called('edit')).toEqual([['1', '5', 'hello']]);
    expect(called('chat.edit')).toEqual([['1', null]]);
  });

  it('is deleted when nothing is left of it, and left alone by Escape', async () => {
    const first = show(fakeMessage('5', 'me', 'helo'), {}, { editing: true });
    await first.user.clear(screen.getByRole('textbox'));
    await first.user.keyboard('{Enter}');
    expect(first.called('remove')).toEqual([['1', '5']]);
    cleanup();
    const second = show(fakeMessage('5', 'me', 'helo'), {}, { editing: true });
    await second.user.type(screen.getByRole('textbox'), ' there{Escape}');
    expect(second.called('edit')).toEqual([]);
    expect(second.called('chat.edit')).toEqual([['1', null]]);
  });

  it('has a toolbar with what one may do', () => {
    show(fakeMessage('5', 'anna', 'hi'), {}, { active: true });
    const names = screen.getAllByRole('button').map((button) => button.getAttribute('aria-label'));
    expect(names).toContain('Reply');
    expect(names).not.toContain('Edit');
  });
});

describe('the announcer', () => {
  const timeline = (...items: Message[]) => ({ timelines: { '1': { items, atStart: true, atEnd: true, loading: 'none' as const, error: null } } });
  const old = fakeMessage('1', 'anna', 'old');

  it('says new messages once, by name and in words, and is the only live place', async () => {
    vi.useFakeTimers();
    const app = fakeApp(timeline(old));
    const { container } = render(<Announcer roomId="1" />, { wrapper: app.Frame });
    const region = container.querySelector('[aria-live="polite"]');
    act(() => app.store.setState(timeline(old, fakeMessage('2', 'anna', '**hi** ||secret||'))));
    await act(() => vi.advanceTimersByTimeAsync(1000));
    expect(region?.textContent).toBe('Anna Bell: hi hidden');
    act(() => app.store.setState(timeline(old, fakeMessage('2', 'anna', '**hi** ||secret||', { pinned: true }))));
    await act(() => vi.advanceTimersByTimeAsync(1000));
    expect(region?.textContent).toBe('Anna Bell: hi hidden');
  });

  it('gives a burst as a number', async () => {
    vi.useFakeTimers();
    const app = fakeApp(timeline(old));
    const { container } = render(<Announcer roomId="1" />, { wrapper: app.Frame });
    act(() => app.store.setState(timeline(old, ...['2', '3', '4', '5'].map((id) => fakeMessage(id, 'ben', id)))));
    await act(() => vi.advanceTimersByTimeAsync(1000));
    expect(container.textContent).toBe('4 new messages');
  });
});
