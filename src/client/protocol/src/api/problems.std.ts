// SPDX-License-Identifier: GPL-2.0-or-later
// What a call to the REST API may end in, beside its answer.

/** Same fields as `Problem` of the model; what went wrong, as the screens put it into words. */
export interface ApiProblem {
  readonly code: string;
  readonly field: string | null;
  readonly message: string;
  readonly retryAfter: number | null;
}

export type ApiResult<Answer> = { readonly ok: true; readonly value: Answer } | { readonly ok: false; readonly problem: ApiProblem };

export const networkProblem: ApiProblem = { code: 'network', field: null, message: 'The server can’t be reached.', retryAfter: null };

/** From an answer that isn't 2xx. `body` is whatever came; proxies answer with HTML. */
export function readProblem(status: number, body: unknown, retryAfter: string | null): ApiProblem {
  const object = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const seconds = retryAfter !== null && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : null;
  return {
    code: typeof object['code'] === 'string' ? object['code'] : codeOfStatus(status),
    field: typeof object['field'] === 'string' ? object['field'] : null,
    message: typeof object['detail'] === 'string' ? object['detail'] : `HTTP ${status}`,
    retryAfter: seconds,
  };
}

function codeOfStatus(status: number): string {
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not_found';
  if (status === 413) return 'too_large';
  if (status === 429) return 'rate_limited';
  return status >= 500 ? 'unavailable' : 'unknown';
}
