// SPDX-License-Identifier: GPL-2.0-or-later
import type { AuthKeyAnswer, AuthKeyRequest } from './auth_key.dom';
import { derive } from './derive.dom';

self.onmessage = async ({ data }: MessageEvent<AuthKeyRequest>) => {
  let answer: AuthKeyAnswer;
  try {
    answer = { key: await derive(data) };
  } catch (error) {
    answer = { failed: error instanceof Error ? error.message : 'unknown' };
  }
  self.postMessage(answer);
};
