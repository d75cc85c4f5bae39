// SPDX-License-Identifier: GPL-2.0-or-later
// What proves who one is, by the scheme of the account: the password itself, or a key made from it.

import { deriveAuthKey, type SplitParameters } from './auth_key.dom';

export type Proof = { readonly password: string } | { readonly auth_key: string };

export type ReplacementPassword = { readonly new_password: string } | ({ readonly new_auth_key: string } & SplitParameters);

interface Failure {
  readonly ok: false;
  readonly problem: { readonly code: string; readonly field: string | null; readonly message: string; readonly retryAfter: number | null };
}

export interface ParametersSource {
  call<Answer>(method: 'GET', path: string): Promise<{ readonly ok: true; readonly value: Answer } | Failure>;
}

interface Parameters extends SplitParameters {
  readonly scheme: 'password' | 'split-1';
}

function failed(code: string): Failure {
  return { ok: false, problem: { code, field: null, message: '', retryAfter: null } };
}

async function parametersOf(api: ParametersSource, username: string) {
  return api.call<Parameters>('GET', `/auth/parameters?username=${encodeURIComponent(username)}`);
}

/** Asks how `username` signs in, and makes the proof. Names that don't exist get made-up answers, so this tells nobody anything. */
export async function makeProof(api: ParametersSource, username: string, password: string): Promise<{ readonly ok: true; readonly value: Proof } | Failure> {
  const parameters = await parametersOf(api, username);
  if (!parameters.ok) return parameters;
  if (parameters.value.scheme === 'password') return { ok: true, value: { password } };
  try {
    return { ok: true, value: { auth_key: await deriveAuthKey(password, parameters.value) } };
  } catch {
    return failed('key_failed');
  }
}

/** A new password in the scheme that the account has; `scheme` is that of `GET /accounts/me`. A new salt goes with a new key. */
export async function makeReplacement(api: ParametersSource, username: string, password: string, scheme: 'password' | 'split-1'): Promise<{ readonly ok: true; readonly value: ReplacementPassword } | Failure> {
  if (scheme === 'password') return { ok: true, value: { new_password: password } };
  const parameters = await parametersOf(api, username);
  if (!parameters.ok) return parameters;
  const random = crypto.getRandomValues(new Uint8Array(16));
  const salt = btoa(String.fromCharCode(...random)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  const { opslimit, memlimit } = parameters.value;
  try {
    return { ok: true, value: { new_auth_key: await deriveAuthKey(password, { salt, opslimit, memlimit }), salt, opslimit, memlimit } };
  } catch {
    return failed('key_failed');
  }
}
