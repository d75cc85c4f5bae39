// SPDX-License-Identifier: GPL-2.0-or-later
// The REST API over fetch: bearer token, a deadline, and problems as values. Never throws.

import type { paths } from '@alloquy/protocol/api/openapi.std';
import { networkProblem, readProblem, type ApiResult } from '@alloquy/protocol/api/problems.std';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface ApiClientOptions {
  readonly base?: string;
  readonly token: () => string | null;
  /** The server doesn't know the token that was sent. */
  readonly unauthenticated?: () => void;
  readonly fetch?: typeof fetch;
  readonly timeoutMs?: number;
}

export interface ApiClient {
  call<Answer>(method: Method, path: string, body?: unknown): Promise<ApiResult<Answer>>;
}

/** What `GET path` answers, by the description of the API. */
export type Answer<Path extends keyof paths, Verb extends keyof paths[Path]> = paths[Path][Verb] extends { responses: infer Responses }
  ? Responses extends { 200: { content: { 'application/json': infer Body } } }
    ? Body
    : Responses extends { 201: { content: { 'application/json': infer Body } } }
      ? Body
      : undefined
  : never;

const usualTimeout = 20_000;

export function createApiClient(options: ApiClientOptions): ApiClient {
  const { base = '/api/v1', timeoutMs = usualTimeout } = options;
  return {
    async call<Answer>(method: Method, path: string, body?: unknown): Promise<ApiResult<Answer>> {
      const token = options.token();
      const headers: Record<string, string> = { Accept: 'application/json' };
      if (token !== null) headers['Authorization'] = `Bearer ${token}`;
      if (body !== undefined) headers['Content-Type'] = 'application/json';
      try {
        const response = await (options.fetch ?? fetch)(base + path, {
          method,
          headers,
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          signal: AbortSignal.timeout(timeoutMs),
          cache: 'no-store',
          credentials: 'omit',
          redirect: 'error',
          referrerPolicy: 'no-referrer',
        });
        const answer = await readBody(response);
        if (response.ok) return answer === broken ? { ok: false, problem: networkProblem } : { ok: true, value: answer as Answer };
        const problem = readProblem(response.status, answer === broken ? null : answer, response.headers.get('Retry-After'));
        if (response.status === 401 && token !== null && token === options.token() && !path.startsWith('/accounts/me')) options.unauthenticated?.();
        return { ok: false, problem };
      } catch {
        return { ok: false, problem: networkProblem };
      }
    },
  };
}

const broken = Symbol('broken');

async function readBody(response: Response): Promise<unknown> {
  if (response.status === 204 || response.status === 202) return undefined;
  const text = await response.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return broken;
  }
}
