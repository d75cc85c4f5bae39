// SPDX-License-Identifier: GPL-2.0-or-later
// What went wrong, in the reader's language. The server's codes are stable; its English words are shown for a code that nobody has put into words yet.

import { t } from '@lingui/core/macro';
import type { Problem } from '@alloquy/state/model.std';

type Words = () => string;

const byCode: Readonly<Record<string, Words>> = {
  network: () => t`The server can’t be reached. Check your connection and try again.`,
  timeout: () => t`The server took too long to answer. Try again.`,
  unavailable: () => t`The server is busy or restarting. Try again in a moment.`,
  internal: () => t`Something went wrong on the server. Try again; if it stays, tell an administrator.`,
  storage_full: () => t`The server’s disk is full. Tell an administrator.`,
  storage_unavailable: () => t`The server can’t reach its storage. Tell an administrator.`,
  rate_limited: () => t`That was too often. Wait a little and try again.`,
  too_large: () => t`That is too long.`,
  forbidden: () => t`You are not allowed to do that.`,
  not_found: () => t`That doesn’t exist, or no longer.`,
  conflict: () => t`Somebody was faster: it has changed meanwhile.`,
  invalid_input: () => t`That can’t be used as it is.`,
  unauthenticated: () => t`You are signed out. Sign in again.`,
  invalid_token: () => t`You are signed out. Sign in again.`,
  session_required: () => t`Sign in with your password to do this.`,
  wrong_credentials: () => t`That name and password don’t belong together.`,
  wrong_password: () => t`That is not your password.`,
  wrong_code: () => t`That code is not right, or no longer.`,
  totp_required: () => t`Enter the code of your authenticator app.`,
  key_failed: () => t`This browser couldn’t prepare your password. Close other tabs to free memory and try again.`,
  username_taken: () => t`That name is taken.`,
  pending: () => t`Your account waits for an administrator’s approval.`,
  suspended: () => t`This account is suspended.`,
  banned: () => t`You are banned here.`,
  invite_required: () => t`You need an invite to make an account here.`,
  invite_invalid: () => t`That invite is not valid, or no longer.`,
  invite_not_found: () => t`That invite is not valid, or no longer.`,
  registration_closed: () => t`This server takes no new accounts.`,
  owner_exists: () => t`This server has an owner already.`,
  owner_is_untouchable: () => t`The owner’s account can’t be deleted.`,
  reset_link_invalid: () => t`That link is not valid, or no longer. Ask an administrator for a new one.`,
  totp_enabled: () => t`An authenticator app is set up already.`,
  totp_not_begun: () => t`Begin again: the set-up of the app is out of date.`,
  account_not_found: () => t`There is nobody of that name here.`,
  session_not_found: () => t`That device is signed out already.`,
  app_password_not_found: () => t`That password is revoked already.`,
  certificate_not_found: () => t`That certificate is gone already.`,
  certificate_taken: () => t`That certificate belongs to another account.`,
  room_not_found: () => t`That room doesn’t exist, or you may not see it.`,
  message_not_found: () => t`That message is gone.`,
  channel_taken: () => t`There is a room of that name already.`,
  too_many: () => t`That is too many.`,
  too_many_blocks: () => t`You have blocked as many people as one can.`,
  too_many_pins: () => t`This room has as many pinned messages as it can have.`,
  too_many_reactions: () => t`This message has as many reactions as it can have.`,
  too_many_edits: () => t`This message was edited as often as one can.`,
  too_many_keys: () => t`Your profile holds as many values as it can.`,
  too_many_sessions: () => t`You are signed in on too many devices at once.`,
  not_yours: () => t`That is somebody else’s message.`,
  not_blocked: () => t`You haven’t blocked this person.`,
  dm_policy: () => t`This person doesn’t take direct messages from you.`,
  moderated: () => t`Only some may write in this room at the moment.`,
  // What IRC refuses, and what the client doesn't even ask for.
  message_too_long: () => t`The message is too long: at most 16,384 bytes and 100 lines.`,
  message_empty: () => t`There is nothing in it.`,
  cannot_store: () => t`The server can’t keep messages at the moment.`,
  cannot_send: () => t`You may not write there.`,
  no_such_nick: () => t`There is nobody of that name here.`,
  no_such_channel: () => t`That room doesn’t exist, or you may not see it.`,
  invalid_target: () => t`That room doesn’t exist, or you may not see it.`,
  not_on_channel: () => t`You are not in that room.`,
  invite_only: () => t`That room is for invited people only.`,
  channel_full: () => t`That room is full.`,
  channel_key: () => t`That room needs a password.`,
  channel_renamed: () => t`That room has another name now.`,
  bad_channel_name: () => t`A room’s name has no spaces, commas or control characters.`,
  cannot_join: () => t`You can’t go into that room.`,
  too_many_channels: () => t`You are in as many rooms as one can be in.`,
  room_operators_only: () => t`Only the room’s operators may do that.`,
  not_permitted: () => t`You are not allowed to do that.`,
  redact_forbidden: () => t`That is somebody else’s message.`,
  unknown_msgid: () => t`That message is gone.`,
  nick_is_account: () => t`Your name here is your account’s. Change it in the settings.`,
  unknown_command: () => t`The server doesn’t know this command.`,
  need_more_params: () => t`Something is missing in this command.`,
  signed_out_elsewhere: () => t`You are signed out. Sign in again.`,
  account_pending: () => t`Your account waits for an administrator’s approval.`,
  unsupported: () => t`This server can’t do that.`,
  unsupported_scheme: () => t`This browser can’t sign in to this account.`,
};

const byField: Readonly<Record<string, Words>> = {
  username: () => t`A name has 1 to 24 letters, digits, _ and -, and begins with a letter or _. Some names are reserved.`,
  password: () => t`A password has at least 8 characters, and is not your name.`,
  new_password: () => t`A password has at least 8 characters, and is not your name.`,
  display_name: () => t`A display name has 1 to 64 characters.`,
  fingerprint: () => t`A SHA-256 fingerprint has 64 hexadecimal digits, with or without colons.`,
  name: () => t`Give it a name of at most 64 characters.`,
  code: () => t`A code has six digits; a recovery code has four groups of five.`,
  text: () => t`The text is empty or too long.`,
};

/** One sentence for people. */
export function problemText(problem: Problem): string {
  if (problem.code === 'invalid_input' && problem.field) {
    const words = byField[problem.field];
    if (words) return words();
    if (problem.message) return problem.message;
  }
  if (problem.code === 'rate_limited' && problem.retryAfter) {
    const seconds = Math.ceil(problem.retryAfter);
    return t`That was too often. Try again in ${seconds} s.`;
  }
  // Who suspended an account says why.
  if ((problem.code === 'suspended' || problem.code === 'banned') && problem.message) return `${codeText(problem.code)} ${problem.message}`;
  const words = byCode[problem.code];
  if (words) return words();
  return problem.message || t`That didn’t work.`;
}

/** For places that have only a code: a delivery, a notice, the state of the connection. */
export function codeText(code: string): string {
  return byCode[code]?.() ?? t`That didn’t work.`;
}
