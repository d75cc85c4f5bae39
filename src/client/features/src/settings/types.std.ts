// SPDX-License-Identifier: GPL-2.0-or-later
// Answers of the API that the settings show.

export interface Account {
  readonly id: string;
  readonly username: string;
  readonly display_name: string;
  readonly owner: boolean;
  readonly scheme: 'password' | 'split-1';
  readonly app_passwords_only: boolean;
  readonly totp: boolean;
  readonly created_at: string;
}

export interface Profile {
  readonly values: Readonly<Record<string, string>>;
}

export interface Session {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly created_at: string;
  readonly last_seen_at: string;
  readonly current: boolean;
}

export type Scope = 'irc' | 'mumble' | 'api';

export interface AppPassword {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly created_at: string;
  readonly last_used_at: string | null;
}

export interface Certificate {
  readonly fingerprint: string;
  readonly name: string;
  readonly created_at: string;
}

export interface Block {
  readonly id: string;
  readonly username: string;
  readonly display_name: string;
  readonly blocked_at: string;
}

export type DirectMessages = 'everyone' | 'rooms' | 'nobody';

export interface List<Item> {
  readonly items: readonly Item[];
}

export interface Invite {
  readonly code: string;
  readonly url: string;
  readonly note: string;
  readonly uses: number;
  readonly max_uses: number | null;
  readonly expires_at: string | null;
  readonly created_at: string;
}
