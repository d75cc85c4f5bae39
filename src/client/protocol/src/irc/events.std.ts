// SPDX-License-Identifier: GPL-2.0-or-later
// What an IRC connection tells the rest of the client: facts, in the words of this application.

import type { ModeChange } from './isupport.std';
import type { MessageLimits } from './outgoing.std';

/** Who did it. `account` is null for guests and servers; messages of a further device come from the account's own nick. */
export interface Actor {
  readonly nick: string;
  readonly account: string | null;
  readonly accountId?: string;
}

export interface Webhook {
  readonly id: string;
  readonly name: string;
  readonly avatarUrl: string | null;
}

export interface IncomingMessage {
  readonly type: 'message';
  readonly id: string | null;
  readonly time: number;
  readonly from: Actor;
  readonly target: string;
  readonly text: string;
  readonly action: boolean;
  readonly notice: boolean;
  readonly replyTo: string | null;
  readonly edits: string | null; // id of the message that this one corrects
  readonly webhook: Webhook | null;
  readonly label: string | null;
}

export interface WhoEntry {
  readonly nick: string;
  readonly account: string | null;
  readonly prefixes: string;
  readonly away: boolean | null;
}

export type IrcEvent =
  | { readonly type: 'registered'; readonly nick: string; readonly limits: MessageLimits; readonly capabilities: readonly string[] }
  | { readonly type: 'refused'; readonly code: string; readonly text: string }
  | IncomingMessage
  | { readonly type: 'reaction'; readonly from: Actor; readonly target: string; readonly message: string; readonly value: string; readonly on: boolean; readonly label: string | null }
  | { readonly type: 'typing'; readonly from: Actor; readonly target: string; readonly state: 'active' | 'paused' | 'done'; readonly time: number }
  | { readonly type: 'redacted'; readonly from: Actor; readonly target: string; readonly message: string; readonly time: number; readonly label: string | null }
  | { readonly type: 'joined'; readonly who: Actor; readonly channel: string; readonly time: number }
  | { readonly type: 'parted'; readonly who: Actor; readonly channel: string; readonly reason: string; readonly time: number }
  | { readonly type: 'kicked'; readonly by: Actor; readonly nick: string; readonly channel: string; readonly reason: string; readonly time: number }
  | { readonly type: 'quit'; readonly who: Actor; readonly reason: string; readonly time: number }
  | { readonly type: 'nick_changed'; readonly who: Actor; readonly nick: string; readonly time: number }
  | { readonly type: 'topic'; readonly by: Actor | null; readonly channel: string; readonly topic: string; readonly time: number }
  | { readonly type: 'renamed'; readonly by: Actor | null; readonly channel: string; readonly name: string; readonly time: number }
  | { readonly type: 'modes'; readonly by: Actor | null; readonly channel: string; readonly changes: readonly ModeChange[]; readonly text: string; readonly time: number }
  | { readonly type: 'away'; readonly who: Actor; readonly away: boolean }
  | { readonly type: 'presence'; readonly nicks: readonly string[]; readonly online: boolean }
  | { readonly type: 'members'; readonly channel: string; readonly members: readonly WhoEntry[] }
  | { readonly type: 'read_marker'; readonly target: string; readonly time: number | null }
  | { readonly type: 'profile'; readonly target: string; readonly key: string; readonly value: string | null }
  | { readonly type: 'blocked'; readonly name: string; readonly on: boolean }
  | { readonly type: 'notice'; readonly text: string }
  | { readonly type: 'acknowledged'; readonly label: string }
  | { readonly type: 'failed'; readonly command: string; readonly code: string; readonly context: readonly string[]; readonly text: string; readonly label: string | null }
  | { readonly type: 'closing'; readonly text: string };
