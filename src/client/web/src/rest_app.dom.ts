// SPDX-License-Identifier: GPL-2.0-or-later
// An app that signs in and out and calls the API, and no more: until the state's own is there.

import { createStore } from 'zustand/vanilla';
import type { Actions, AppOptions, AppState, Preferences, Problem } from '@alloquy/state/model.std';
import type { ApiResult, App } from '@alloquy/ui/app_context.dom';

const preferences: Preferences = {
  theme: 'system', density: 'cozy', fontScale: 1, clock24: 'auto', motion: 'system', underlineLinks: false, nameColors: true, announce: 'all',
  sendTyping: true, language: '', panes: { rooms: 240, members: 240, membersShown: true },
};

export function createApp(_options: AppOptions): App {
  let token = localStorage.getItem('alloquy.token');
  const store = createStore<AppState>(() => ({
    server: null, connection: { phase: token ? 'starting' : 'signed_out', retryAt: null, reason: null, follower: false }, me: null,
    rooms: {}, roomOrder: [], people: {}, timelines: {}, drafts: {}, blocked: [], search: { query: '', results: [], next: null, loading: false, error: null }, preferences, notices: [],
  }));
  const call = async <Answer,>(method: string, path: string, body?: unknown): Promise<ApiResult<Answer>> => {
    const headers: Record<string, string> = { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...(token ? { Authorization: `Bearer ${token}` } : {}) };
    const problem = (code: string): ApiResult<Answer> => ({ ok: false, problem: { code, field: null, message: '', retryAfter: null } });
    try {
      const response = await fetch(`/api/v1${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      const answer = response.status === 204 ? undefined : await response.json();
      if (response.ok) return { ok: true, value: answer as Answer };
      return { ok: false, problem: { code: answer.code, field: answer.field ?? null, message: answer.detail, retryAfter: Number(response.headers.get('Retry-After')) || null } };
    } catch {
      return problem('network');
    }
  };
  const phase = (phase: AppState['connection']['phase']) => store.setState({ connection: { ...store.getState().connection, phase } });
  const openSession = async (wanted: string): Promise<Problem | null> => {
    token = wanted;
    const answer = await call<{ id: string; username: string; display_name: string; owner: boolean }>('GET', '/accounts/me');
    if (!answer.ok) {
      phase('signed_out');
      return answer.problem;
    }
    localStorage.setItem('alloquy.token', wanted);
    const { id, username, display_name: displayName, owner } = answer.value;
    store.setState({ me: { id, username, displayName, owner, staff: owner } });
    phase('online');
    return null;
  };
  const known: Partial<Actions> = {
    openSession,
    signOut: async () => {
      await call('DELETE', '/sessions/current');
      token = null;
      localStorage.removeItem('alloquy.token');
      store.setState({ me: null });
      phase('signed_out');
    },
    setPreferences: (part) => store.setState({ preferences: { ...store.getState().preferences, ...part } }),
    block: async (username, on) => {
      const answer = await call(on ? 'PUT' : 'DELETE', `/accounts/me/blocks/${encodeURIComponent(username)}`);
      return answer.ok ? null : answer.problem;
    },
  };
  if (token) void openSession(token);
  const actions = new Proxy(known as Actions, { get: (target, name) => Reflect.get(target, name) ?? (() => undefined) });
  return { store, actions, api: { call } };
}
