// SPDX-License-Identifier: GPL-2.0-or-later
// @vitest-environment jsdom
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Actions, AppState } from '@alloquy/state/model.std';
import { AppProvider, type ApiResult } from '@alloquy/ui/app_context.dom';
import { AppearanceSettings } from './appearance.dom';
import { AppSettings } from './app_passwords.dom';
import { SecuritySettings } from './security.dom';
import { SessionSettings } from './sessions.dom';
import type { ReactNode } from 'react';

vi.mock('@alloquy/platform/auth_key/auth_key.dom', () => ({ deriveAuthKey: () => Promise.reject(new Error('not here')) }));

type Answer = ApiResult<unknown>;
const good = (value?: unknown): Answer => ({ ok: true, value });
const bad = (code: string): Answer => ({ ok: false, problem: { code, field: null, message: '', retryAfter: null } });

const account = { id: '1', username: 'ada', display_name: 'Ada', owner: false, scheme: 'password', app_passwords_only: false, totp: false, created_at: '2026-10-01T12:00:00.000Z' };
const usual: Readonly<Record<string, Answer>> = {
  'GET /accounts/me': good(account),
  'GET /auth/parameters': good({ scheme: 'password', salt: '', opslimit: 2, memlimit: 1 }),
  'GET /server': good({ name: 'Engine', version: '1', registration: 'open', irc: { host: 'chat.example.org', port: 6697, tls: true }, mumble: null }),
  'GET /accounts/me/app-passwords': good({ items: [] }),
  'GET /accounts/me/certificates': good({ items: [] }),
};

function show(content: ReactNode, answers: Readonly<Record<string, Answer>> = {}) {
  const calls: { readonly call: string; readonly body: unknown }[] = [];
  const setPreferences = vi.fn();
  const call = (method: string, path: string, body?: unknown) => {
    const name = `${method} ${path.split('?')[0]}`;
    calls.push({ call: name, body });
    return Promise.resolve((answers[name] ?? usual[name] ?? bad('not_found')) as ApiResult<never>);
  };
  const state = { me: { id: '1', username: 'ada', displayName: 'Ada', owner: false, staff: false }, preferences: { theme: 'dark', density: 'cozy', fontScale: 1, clock24: 'auto', nameColors: true } } as unknown as AppState;
  const store = { getState: () => state, subscribe: () => () => undefined };
  render(
    <I18nProvider i18n={i18n}>
      <AppProvider app={{ store, actions: { setPreferences } as unknown as Actions, api: { call } }}>
        <Router hook={memoryLocation({ path: '/settings' }).hook}>{content}</Router>
      </AppProvider>
    </I18nProvider>,
  );
  return { calls, setPreferences, user: userEvent.setup() };
}

beforeEach(() => {
  // Dialogs ask for it, and jsdom hasn't got it.
  vi.stubGlobal('CSS', { escape: (text: string) => text });
  i18n.load('en', {});
  i18n.activate('en');
});
afterEach(cleanup);

describe('security', () => {
  it('changes the password with proof of the old one', async () => {
    const { calls, user } = show(<SecuritySettings />, { 'POST /accounts/me/password': good() });
    await user.click(await screen.findByRole('button', { name: 'Change the password…' }));
    await user.type(screen.getByLabelText('New password'), 'a longer one');
    await user.type(screen.getByLabelText('Your password'), 'the old one{Enter}');
    expect(await screen.findByText(/Your password is changed/)).toBeTruthy();
    expect(calls.at(-1)).toEqual({ call: 'POST /accounts/me/password', body: { password: 'the old one', new_password: 'a longer one' } });
  });

  it('keeps the dialog open when the proof is wrong', async () => {
    const { user } = show(<SecuritySettings />, { 'POST /accounts/me/totp': bad('wrong_credentials') });
    await user.click(await screen.findByRole('button', { name: 'Set up an app…' }));
    await user.type(screen.getByLabelText('Your password'), 'guessed{Enter}');
    expect(await screen.findByText('That is not your password.')).toBeTruthy();
    expect(screen.getByRole('dialog')).toBeTruthy();
  });
});

describe('other apps', () => {
  it('shows a new password once, with where to use it', async () => {
    const { calls, user } = show(<AppSettings />, { 'POST /accounts/me/app-passwords': good({ id: '5', name: 'irssi', secret: 'AAAAA-BBBBB', scopes: ['irc'] }) });
    await user.click(await screen.findByRole('button', { name: 'New app password…' }));
    await user.type(screen.getByLabelText('For which app?'), 'irssi{Enter}');
    expect(await screen.findByText('AAAAA-BBBBB')).toBeTruthy();
    expect(calls.find(({ call }) => call.startsWith('POST'))?.body).toEqual({ name: 'irssi', scopes: ['irc'] });
    expect(within(screen.getByRole('dialog')).getByText('chat.example.org:6697')).toBeTruthy();
  });
});

describe('devices', () => {
  const session = (id: string, current: boolean) => ({ id, name: `device ${id}`, address: '192.0.2.1', created_at: account.created_at, last_seen_at: account.created_at, current });

  it('signs out one, and asks before it signs out all others', async () => {
    const { calls, user } = show(<SessionSettings />, { 'GET /accounts/me/sessions': good({ items: [session('1', true), session('2', false)] }), 'DELETE /accounts/me/sessions/2': good(), 'DELETE /accounts/me/sessions': good() });
    await user.click(await screen.findByRole('button', { name: 'Sign out device 2' }));
    await waitFor(() => expect(calls.some(({ call }) => call === 'DELETE /accounts/me/sessions/2')).toBe(true));
    await user.click(screen.getByRole('button', { name: 'Sign out everywhere else…' }));
    expect(calls.some(({ call }) => call === 'DELETE /accounts/me/sessions')).toBe(false);
    await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Sign out' }));
    await waitFor(() => expect(calls.some(({ call }) => call === 'DELETE /accounts/me/sessions')).toBe(true));
    expect(screen.queryByRole('button', { name: 'Sign out device 1' })).toBeNull();
  });
});

describe('appearance', () => {
  it('takes effect at once', async () => {
    const { setPreferences, user } = show(<AppearanceSettings />);
    await user.click(screen.getByLabelText('High contrast'));
    expect(setPreferences).toHaveBeenCalledWith({ theme: 'contrast' });
    await user.click(screen.getByRole('switch', { name: /Names in colour/ }));
    expect(setPreferences).toHaveBeenCalledWith({ nameColors: false });
  });
});
