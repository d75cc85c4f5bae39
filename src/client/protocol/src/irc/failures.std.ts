// SPDX-License-Identifier: GPL-2.0-or-later
// Refusals, as stable codes: FAIL (standard-replies) says one itself, numerics are named here.

import type { IrcEvent } from './events.std';
import type { LabelledLine } from './batches.std';

const numericCodes: Readonly<Record<string, string>> = {
  '401': 'no_such_nick',
  '403': 'no_such_channel',
  '404': 'cannot_send',
  '405': 'too_many_channels',
  '407': 'too_many_targets',
  '411': 'no_recipient',
  '412': 'message_empty',
  '415': 'cannot_send',
  '417': 'message_too_long',
  '421': 'unknown_command',
  '437': 'unavailable',
  '441': 'not_in_channel',
  '442': 'not_on_channel',
  '443': 'already_on_channel',
  '447': 'nick_is_account',
  '461': 'need_more_params',
  '470': 'channel_renamed',
  '471': 'channel_full',
  '472': 'unknown_mode',
  '473': 'invite_only',
  '474': 'banned',
  '475': 'channel_key',
  '476': 'bad_channel_name',
  '477': 'account_required',
  '478': 'list_full',
  '479': 'bad_channel_name',
  '480': 'cannot_join',
  '481': 'not_permitted',
  '482': 'room_operators_only',
  '489': 'cannot_join',
  '491': 'not_permitted',
  '511': 'list_full',
  '520': 'cannot_join',
  '531': 'cannot_send',
  '974': 'not_permitted',
};

/** Null when the line tells of no failure. */
export function readFailure({ line, label }: LabelledLine): IrcEvent | null {
  const text = line.params.at(-1) ?? '';
  if (line.command === 'FAIL') {
    const [command = '', code = '', ...rest] = line.params;
    return { type: 'failed', command, code: code.toLowerCase(), context: rest.slice(0, -1), text, label };
  }
  const code = numericCodes[line.command];
  if (code === undefined || !Object.hasOwn(numericCodes, line.command)) return null;
  // After the numeric comes our own nick, then what it is about.
  return { type: 'failed', command: '', code, context: line.params.slice(1, -1), text, label };
}
