// SPDX-License-Identifier: GPL-2.0-or-later
import { describe, expect, it } from 'vitest';
import { createApiClient } from './api_client.dom';

function client(answer: () => Response | Promise<Response>, token: string | null = 't') {
  const asked: { url: string; init: RequestInit }[] = [];
  let refused = 0;
  const api = createApiClient({
    token: () => token,
    unauthenticated: () => (refused += 1),
    fetch: async (url, init) => {
      asked.push({ url: String(url), init: init ?? {} });
      return answer();
    },
  });
  return { api, asked, refusals: () => refused };
}

describe('the API client', () => {
  it('sends the token and JSON, and reads the answer', async () => {
    const { api, asked } = client(() => Response.json({ a: 1 }));
    expect(await api.call('POST', '/x', { b: 2 })).toEqual({ ok: true, value: { a: 1 } });
    expect(asked[0]).toMatchObject({ url: '/api/v1/x', init: { method: 'POST', body: '{"b":2}', headers: { Authorization: 'Bearer t' }, credentials: 'omit' } });
  });
  it('makes values of problems', async () => {
    const { api } = client(() => Response.json({ code: 'conflict', field: 'username', detail: 'taken' }, { status: 409 }));
    expect(await api.call('POST', '/x')).toEqual({ ok: false, problem: { code: 'conflict', field: 'username', message: 'taken', retryAfter: null } });
  });
  it('says how long to wait', async () => {
    const { api } = client(() => new Response('<html>', { status: 429, headers: { 'Retry-After': '7' } }));
    expect(await api.call('GET', '/x')).toEqual({ ok: false, problem: { code: 'rate_limited', field: null, message: 'HTTP 429', retryAfter: 7 } });
  });
  it('takes nothing, an exception and nonsense', async () => {
    expect(await client(() => new Response(null, { status: 204 })).api.call('DELETE', '/x')).toEqual({ ok: true, value: undefined });
    expect(await client(() => Promise.reject(new TypeError('down'))).api.call('GET', '/x')).toMatchObject({ ok: false, problem: { code: 'network' } });
    expect(await client(() => new Response('<html>')).api.call('GET', '/x')).toMatchObject({ ok: false, problem: { code: 'network' } });
  });
  it('tells when the token isn’t known anymore, and not when it had none', async () => {
    const refusing = client(() => Response.json({ code: 'unauthenticated' }, { status: 401 }));
    await refusing.api.call('GET', '/rooms');
    await refusing.api.call('GET', '/accounts/me');
    expect(refusing.refusals()).toBe(1);
    const anonymous = client(() => Response.json({ code: 'unauthenticated' }, { status: 401 }), null);
    await anonymous.api.call('POST', '/sessions');
    expect(anonymous.refusals()).toBe(0);
  });
});
