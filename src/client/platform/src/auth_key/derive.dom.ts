// SPDX-License-Identifier: GPL-2.0-or-later
// BLAKE2b-256(key = Argon2id(password, salt), "auth/1"), as the server's crypto::derive_split1_auth_key.

import sodium from 'libsodium-wrappers-sumo';
import type { AuthKeyRequest } from './auth_key.dom';

export async function derive({ password, salt, opslimit, memlimit }: AuthKeyRequest): Promise<string> {
  await sodium.ready;
  const variant = sodium.base64_variants.URLSAFE_NO_PADDING;
  const master = sodium.crypto_pwhash(32, password, sodium.from_base64(salt, variant), opslimit, memlimit, sodium.crypto_pwhash_ALG_ARGON2ID13);
  const key = sodium.crypto_generichash(32, 'auth/1', master);
  sodium.memzero(master);
  return sodium.to_base64(key, variant);
}
