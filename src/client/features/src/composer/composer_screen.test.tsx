// SPDX-License-Identifier: GPL-2.0-or-later
// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createRef } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { fakeApp, fakeRoom } from '@alloquy/features/shared/fake_app.dom';
import { Composer, type ComposerHandle } from './composer.dom';

afterEach(cleanup);

function open(state: Parameters<typeof fakeApp>[0] = {}, answers = {}) {
  const app = fakeApp(state, answers);
  const handle = createRef<ComposerHandle>() as { current: ComposerHandle | null };
  render(<Composer room={fakeRoom({ members: [{ username: 'anna', prefixes: '' }] })} handle={handle} onSearch={() => undefined} />, { wrapper: app.Frame });
  const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Write in #garden' });
  const called = (name: string) => app.calls.filter(([each]) => each === name).map(([, ...given]) => given);
  return { app, handle, field, called, user: userEvent.setup() };
}

describe('the composer', () => {
  it('sends with Enter, and begins a line with Shift and Enter', async () => {
    const { field, called, user } = open();
    await user.type(field, 'one{Shift>}{Enter}{/Shift}two{Enter}');
    expect(called('send')).toEqual([['1', 'one\ntwo', {}]]);
    expect(field.value).toBe('');
    expect(called('setDraft').at(-1)).toEqual(['1', null]);
  });

  it('leaves Enter to the input method while it composes', () => {
    const { field, called } = open();
    fireEvent.change(field, { target: { value: 'にほ' } });
    fireEvent.keyDown(field, { key: 'Enter', isComposing: true });
    fireEvent.keyDown(field, { key: 'Enter', keyCode: 229 });
    expect(called('send')).toEqual([]);
  });

  it('does not send what is empty', async () => {
    const { field, called, user } = open();
    await user.type(field, '  {Enter}');
    expect(called('send')).toEqual([]);
  });

  it('begins with the draft, and keeps it', async () => {
    const { field, called, user } = open({ drafts: { '1': { text: 'half a', replyTo: null, editing: null } } });
    expect(field.value).toBe('half a');
    await user.type(field, ' thought');
    expect(called('setDraft').at(-1)).toEqual(['1', { text: 'half a thought', replyTo: null, editing: null }]);
  });

  it('answers once', async () => {
    const { field, handle, called, user } = open();
    handle.current?.reply('7');
    await user.type(field, 'yes{Enter}');
    await user.type(field, 'more{Enter}');
    expect(called('send')).toEqual([['1', 'yes', { replyTo: '7' }], ['1', 'more', {}]]);
  });

  it('edits the last message with Up, when nothing is written', async () => {
    const { field, called, user } = open();
    await user.type(field, '{ArrowUp}');
    expect(called('chat.editLast')).toEqual([['1']]);
    await user.type(field, 'a{ArrowUp}');
    expect(called('chat.editLast')).toHaveLength(1);
  });

  it('completes a name by keys, and says so to a screen reader', async () => {
    const { field, called, user } = open();
    await user.type(field, 'hi @an');
    const option = await screen.findByRole('option', { selected: true });
    expect(option.textContent).toContain('Anna Bell');
    expect(field.getAttribute('aria-activedescendant')).toBe(option.id);
    await user.keyboard('{Enter}');
    expect(field.value).toBe('hi @anna ');
    expect(called('send')).toEqual([]);
    expect(screen.queryByRole('listbox')).toBeNull();
  });

  it('sends when the name is already written in full', async () => {
    const { field, called, user } = open();
    await user.type(field, 'hi @anna{Enter}');
    expect(called('send')).toEqual([['1', 'hi @anna', {}]]);
  });

  it('closes the suggestions with Escape and nothing else', async () => {
    const { field, user } = open();
    await user.type(field, '@an');
    await screen.findByRole('listbox');
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('listbox')).toBeNull();
    expect(field.value).toBe('@an');
  });

  it('explains a command that does not exist, and keeps the text', async () => {
    const { field, called, user } = open();
    await user.type(field, '/dance now{Enter}');
    expect((await screen.findByRole('alert')).textContent).toContain('/dance');
    expect(field.value).toBe('/dance now');
    expect(called('send')).toEqual([]);
  });

  it('shows what went wrong with a command', async () => {
    const { field, user } = open({}, { joinChannel: { code: 'forbidden', field: null, message: '', retryAfter: null } });
    await user.type(field, '/join secret{Enter}');
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('not allowed'));
  });

  it('puts marks around what is selected', async () => {
    const { field, user } = open();
    await user.type(field, 'a word');
    field.setSelectionRange(2, 6);
    await user.keyboard('{Control>}b{/Control}');
    expect(field.value).toBe('a **word**');
  });

  it('tells that one writes, unless one does not want that', async () => {
    const first = open();
    await first.user.type(first.field, 'a');
    expect(first.called('typing')).toEqual([['1', 'active']]);
    cleanup();
    const app = fakeApp();
    const second = open({ preferences: { ...app.store.getState().preferences, sendTyping: false } });
    await second.user.type(second.field, 'a');
    expect(second.called('typing')).toEqual([]);
  });

  it('sends a text longer than a message as several', () => {
    const { field, called } = open();
    fireEvent.change(field, { target: { value: 'line\n'.repeat(150) } });
    expect(screen.getByRole('status').textContent).toContain('2');
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(called('send')).toHaveLength(2);
  });
});
