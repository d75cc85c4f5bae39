// SPDX-License-Identifier: GPL-2.0-or-later
// An app whose server is a table of answers.

import { createStore } from 'zustand/vanilla';
import type { Actions, AppState, Preferences } from '@alloquy/state/model.std';
import type { App, ApiResult } from '@alloquy/ui/app_context.dom';

const preferences: Preferences = {
  theme: 'dark', density: 'cozy', fontScale: 1, clock24: 'auto', motion: 'system', underlineLinks: false, nameColors: true, announce: 'all',
  sendTyping: true, language: 'en', panes: { rooms: 240, members: 240, membersShown: true },
};

const account = {
  id: '1', username: 'ada', display_name: 'Ada Lovelace', owner: true, status: 'active', status_reason: '', status_until: null, scheme: 'password',
  app_passwords_only: false, totp: false, created_at: '2026-10-01T12:00:00.000Z',
};

const codes = Array.from({ length: 10 }, (_, index) => `K7QX${index}-9M2PD-RT4VW-8HZA${index}`);

const answers: Readonly<Record<string, unknown>> = {
  'GET /server': { name: 'Analytical Engine', version: '0.4.0', registration: 'invite', irc: { host: 'chat.example.org', port: 6697, tls: true }, mumble: { host: 'chat.example.org', port: 64738 }, turn: true },
  'GET /accounts/me': account,
  'PATCH /accounts/me': account,
  'GET /accounts/me/profile': { account_id: '1', username: 'ada', values: { pronouns: 'she/her', status: 'Weaving algebraic patterns', color: '#e08a3c' } },
  'GET /accounts/me/privacy': { direct_messages: 'rooms' },
  'GET /accounts/me/blocks': { items: [{ id: '7', username: 'babbage', display_name: 'Charles Babbage', blocked_at: '2026-11-20T10:00:00.000Z' }], next: null },
  'GET /accounts/me/sessions': {
    items: [
      { id: '10', name: 'Chrome on Linux', address: '192.0.2.7', created_at: '2026-11-28T08:00:00.000Z', last_seen_at: '2026-11-30T22:30:00.000Z', current: true },
      { id: '11', name: 'Safari on iOS', address: '2001:db8::17', created_at: '2026-11-02T08:00:00.000Z', last_seen_at: '2026-11-29T06:10:00.000Z', current: false },
    ],
    next: null,
  },
  'GET /accounts/me/app-passwords': { items: [{ id: '20', name: 'WeeChat on the server', scopes: ['irc'], created_at: '2026-11-01T08:00:00.000Z', last_used_at: '2026-11-30T20:00:00.000Z' }], next: null },
  'POST /accounts/me/app-passwords': { id: '21', secret: 'alq_x7Kf93mPq2sV8tRb4cWn', name: 'irssi', scopes: ['irc'] },
  'GET /accounts/me/certificates': { items: [{ fingerprint: '3ba0b8efea6f955f8a03696338ebde2dd73c484e8c44f0f70ca59903808b425c', name: 'Mumble', created_at: '2026-11-01T08:00:00.000Z' }], next: null },
  'POST /accounts/me/totp': { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', uri: 'otpauth://totp/Alloquy:ada?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Alloquy' },
  'POST /accounts/me/recovery-codes': { recovery_codes: codes },
  'GET /invites': { items: [{ code: 'k3J-x9', url: 'https://chat.example.org/join#k3J-x9', note: 'The reading circle', uses: 3, max_uses: 10, expires_at: '2026-12-07T12:00:00.000Z', created_at: '2026-11-30T12:00:00.000Z' }], next: null },
  'POST /accounts': { account, token: 'token', recovery_codes: codes },
};

function answer(method: string, path: string): ApiResult<unknown> {
  const known = answers[`${method} ${path.split('?')[0] ?? ''}`];
  if (known !== undefined) return { ok: true, value: known };
  if (path.startsWith('/auth/parameters')) return { ok: true, value: { scheme: 'password', salt: '', opslimit: 3, memlimit: 67108864 } };
  if (path.startsWith('/invites/good')) return { ok: true, value: { server: { name: 'Analytical Engine', icon_url: null }, room: null, members: 128, online: 17, expires_at: '2026-12-06T12:00:00.000Z' } };
  if (path === '/sessions') return { ok: false, problem: { code: 'wrong_credentials', field: null, message: '', retryAfter: null } };
  if (method !== 'GET') return { ok: true, value: undefined };
  return { ok: false, problem: { code: 'invite_not_found', field: null, message: '', retryAfter: null } };
}

export function fakeApp(change: { theme: string; language: string; fontScale: number }): App {
  const state: AppState = {
    server: { name: 'Analytical Engine', version: '0.4.0', registration: 'invite' },
    connection: { phase: 'online', retryAt: null, reason: null, follower: false },
    me: { id: '1', username: 'ada', displayName: 'Ada Lovelace', owner: true, staff: true },
    rooms: {}, roomOrder: [], people: {}, timelines: {}, drafts: {}, blocked: ['babbage'],
    search: { query: '', results: [], next: null, loading: false, error: null },
    preferences: { ...preferences, ...change, theme: change.theme as Preferences['theme'] },
    notices: [],
  };
  const store = createStore<AppState>(() => state);
  const known: Partial<Actions> = {
    setPreferences: (part) => store.setState({ preferences: { ...store.getState().preferences, ...part } }),
    openSession: () => Promise.resolve(null),
    block: () => Promise.resolve(null),
  };
  const actions = new Proxy(known as Actions, { get: (target, name) => Reflect.get(target, name) ?? (() => undefined) });
  return { store, actions, api: { call: <Answer,>(method: string, path: string) => Promise.resolve(answer(method, path) as ApiResult<Answer>) } };
}
