// SPDX-License-Identifier: GPL-2.0-or-later
// split-1: the server never sees the password, but a key made from it. Making it takes a second of all the power there is, so a worker does it.

import workerUrl from './auth_key_worker.dom.ts?worker&url';
import { scriptUrl } from '../trusted_types.dom';

/** As `GET /auth/parameters` gives them: salt in base64url, memlimit in bytes. */
export interface SplitParameters {
  readonly salt: string;
  readonly opslimit: number;
  readonly memlimit: number;
}

export interface AuthKeyRequest extends SplitParameters {
  readonly password: string;
}

export type AuthKeyAnswer = { readonly key: string } | { readonly failed: string };

/** 32 bytes in base64url. Rejects when the worker can't run, or there isn't the memory. */
export function deriveAuthKey(password: string, parameters: SplitParameters): Promise<string> {
  const { salt, opslimit, memlimit } = parameters;
  // The server bounds its own, but a made-up answer must not eat the machine.
  if (opslimit > 10 || memlimit > 268_435_456) return Promise.reject(new RangeError('the parameters are out of bounds'));
  return new Promise((resolve, reject) => {
    const worker = new Worker(scriptUrl(workerUrl), { type: 'module' });
    const finish = (settle: () => void) => {
      worker.terminate();
      settle();
    };
    worker.onmessage = ({ data }: MessageEvent<AuthKeyAnswer>) => finish(() => ('key' in data ? resolve(data.key) : reject(new Error(data.failed))));
    worker.onerror = () => finish(() => reject(new Error('the worker failed')));
    worker.postMessage({ password, salt, opslimit, memlimit } satisfies AuthKeyRequest);
  });
}
