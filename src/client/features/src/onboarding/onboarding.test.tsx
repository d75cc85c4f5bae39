// SPDX-License-Identifier: GPL-2.0-or-later
// @vitest-environment jsdom
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Actions, AppState, Problem } from '@alloquy/state/model.std';
import { AppProvider, type ApiResult } from '@alloquy/ui/app_context.dom';
import { ResetPassword } from './reset.dom';
import { SignIn } from './sign_in.dom';
import { SignUp } from './sign_up.dom';
import type { ReactNode } from 'react';

vi.mock('@alloquy/platform/auth_key/auth_key.dom', () => ({ deriveAuthKey: (password: string, { salt }: { salt: string }) => Promise.resolve(`key of ${password} and ${salt}`) }));

type Answer = ApiResult<unknown>;
const good = (value?: unknown): Answer => ({ ok: true, value });
const bad = (code: string, field: string | null = null): Answer => ({ ok: false, problem: { code, field, message: '', retryAfter: null } });

function show(screenUnderTest: ReactNode, answers: Readonly<Record<string, Answer | ((body: unknown) => Answer)>>) {
  const calls: { readonly call: string; readonly body: unknown }[] = [];
  const openSession = vi.fn<(token: string) => Promise<Problem | null>>(() => Promise.resolve(null));
  const location = memoryLocation({ path: '/sign-in', record: true });
  const call = (method: string, path: string, body?: unknown) => {
    const name = `${method} ${path.split('?')[0]}`;
    calls.push({ call: name, body });
    const answer = answers[name] ?? bad('not_found');
    return Promise.resolve((typeof answer === 'function' ? answer(body) : answer) as ApiResult<never>);
  };
  const store = { getState: () => ({}) as AppState, subscribe: () => () => undefined };
  render(
    <I18nProvider i18n={i18n}>
      <AppProvider app={{ store, actions: { openSession } as unknown as Actions, api: { call } }}>
        <Router hook={location.hook}>{screenUnderTest}</Router>
      </AppProvider>
    </I18nProvider>,
  );
  return { calls, openSession, history: location.history, user: userEvent.setup() };
}

const account = { username: 'ada' };
const password = { 'GET /auth/parameters': good({ scheme: 'password', salt: '', opslimit: 2, memlimit: 1 }) };

beforeEach(() => {
  i18n.load('en', {});
  i18n.activate('en');
});
afterEach(cleanup);

async function enter(user: ReturnType<typeof userEvent.setup>, values: Readonly<Record<string, string>>) {
  for (const [label, value] of Object.entries(values)) await user.type(screen.getByLabelText(label), value);
}

describe('signing in', () => {
  it('sends the password where the account has that scheme, and goes where one wanted to', async () => {
    const { calls, openSession, history, user } = show(<SignIn after="/rooms/5" />, { ...password, 'POST /sessions': good({ token: 'secret', account }) });
    await enter(user, { Name: 'ada', Password: 'correct horse{Enter}' });
    await waitFor(() => expect(openSession).toHaveBeenCalledWith('secret'));
    expect(calls.find(({ call }) => call === 'POST /sessions')?.body).toMatchObject({ username: 'ada', password: 'correct horse' });
    await waitFor(() => expect(history.at(-1)).toBe('/rooms/5'));
  });

  it('sends a key and no password with split-1', async () => {
    const { calls, openSession, user } = show(<SignIn />, { 'GET /auth/parameters': good({ scheme: 'split-1', salt: 'c2FsdA', opslimit: 3, memlimit: 67108864 }), 'POST /sessions': good({ token: 'secret', account }) });
    await enter(user, { Name: 'ada', Password: 'correct horse{Enter}' });
    await waitFor(() => expect(openSession).toHaveBeenCalled());
    const body = calls.find(({ call }) => call === 'POST /sessions')?.body;
    expect(body).toMatchObject({ auth_key: 'key of correct horse and c2FsdA' });
    expect(body).not.toHaveProperty('password');
  });

  it('asks for a code when the server wants one', async () => {
    const session = (body: unknown) => ((body as { code?: string }).code === '123456' ? good({ token: 'secret', account }) : bad('totp_required'));
    const { openSession, user } = show(<SignIn />, { ...password, 'POST /sessions': session });
    await enter(user, { Name: 'ada', Password: 'correct horse{Enter}' });
    const code = await screen.findByLabelText('Code');
    await waitFor(() => expect(document.activeElement).toBe(code));
    await user.type(code, '123456{Enter}');
    await waitFor(() => expect(openSession).toHaveBeenCalledWith('secret'));
  });

  it('says what is wrong, and sends again when it was corrected', async () => {
    let tries = 0;
    const { openSession, user } = show(<SignIn />, { ...password, 'POST /sessions': () => ((tries += 1) === 1 ? bad('wrong_credentials') : good({ token: 'secret', account })) });
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByText('Enter your name.')).toBeTruthy();
    await enter(user, { Name: 'ada', Password: 'wrong{Enter}' });
    expect((await screen.findByRole('alert')).textContent).toContain('don’t belong together');
    await user.type(screen.getByLabelText('Password'), ' no, right{Enter}');
    await waitFor(() => expect(openSession).toHaveBeenCalledWith('secret'));
  });
});

describe('making an account', () => {
  const codes = ['AAAAA-BBBBB-CCCCC-DDDDD', 'EEEEE-FFFFF-GGGGG-HHHHH'];

  it('shows the recovery codes before it goes on', async () => {
    const { calls, openSession, user } = show(<SignUp kind="owner" secret="token" />, { 'POST /accounts': good({ account, token: 'secret', recovery_codes: codes }) });
    await enter(user, { Name: 'ada', Password: 'correct horse{Enter}' });
    for (const code of codes) expect(await screen.findByText(code)).toBeTruthy();
    expect(calls.find(({ call }) => call === 'POST /accounts')?.body).toMatchObject({ username: 'ada', password: 'correct horse', invite: 'token' });
    const proceed = screen.getByRole('button', { name: 'Go to the rooms' });
    expect(proceed.hasAttribute('disabled')).toBe(true);
    await user.click(screen.getByLabelText('I have put them somewhere safe'));
    await user.click(proceed);
    await waitFor(() => expect(openSession).toHaveBeenCalledWith('secret'));
  });

  it('doesn’t send names and passwords that the server would refuse', async () => {
    const { calls, user } = show(<SignUp kind="owner" secret="token" />, {});
    await enter(user, { Name: '1ada', Password: 'correct horse{Enter}' });
    expect(await screen.findByText(/begins with a letter/)).toBeTruthy();
    await user.clear(screen.getByLabelText('Name'));
    await enter(user, { Name: 'ada' });
    await user.clear(screen.getByLabelText('Password'));
    await enter(user, { Password: 'short{Enter}' });
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Password')));
    expect(calls.filter(({ call }) => call.startsWith('POST'))).toEqual([]);
  });

  it('shows where an invite leads', async () => {
    show(<SignUp kind="invite" secret="code" />, { 'GET /invites/code': good({ server: { name: 'Engine', icon_url: null }, room: null, members: 12, online: 1, expires_at: null }) });
    expect(await screen.findByText('Engine')).toBeTruthy();
    expect(screen.getByText(/1 online/).textContent).toContain('12 members');
  });

  it('waits for approval where that is the policy', async () => {
    const { openSession, history, user } = show(<SignUp kind="invite" secret="code" />, { 'POST /accounts': good({ account, token: null, recovery_codes: codes }) });
    await enter(user, { Name: 'ada', Password: 'correct horse{Enter}' });
    expect(await screen.findByText(/waits for an administrator/)).toBeTruthy();
    await user.click(screen.getByLabelText('I have put them somewhere safe'));
    await user.click(screen.getByRole('button', { name: 'Done' }));
    expect(openSession).not.toHaveBeenCalled();
    expect(history.at(-1)).toBe('/sign-in');
  });
});

describe('a forgotten password', () => {
  it('is replaced by a recovery code', async () => {
    const { calls, history, user } = show(<ResetPassword token={null} />, { 'POST /auth/recover': good() });
    await enter(user, { Name: 'ada', 'Recovery code': 'AAAAA-BBBBB-CCCCC-DDDDD', 'New password': 'a better one{Enter}' });
    await waitFor(() => expect(history.at(-1)).toBe('/sign-in?reason=password_set'));
    expect(calls.at(-1)?.body).toEqual({ username: 'ada', recovery_code: 'AAAAA-BBBBB-CCCCC-DDDDD', new_password: 'a better one' });
  });

  it('is replaced by an administrator’s link', async () => {
    const { calls, history, user } = show(<ResetPassword token="link" />, { 'POST /auth/reset': good() });
    await enter(user, { 'New password': 'a better one{Enter}' });
    await waitFor(() => expect(history.at(-1)).toBe('/sign-in?reason=password_set'));
    expect(calls.at(-1)?.body).toEqual({ token: 'link', new_password: 'a better one' });
  });
});
