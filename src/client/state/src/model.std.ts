// SPDX-License-Identifier: GPL-2.0-or-later
// What the client knows, as plain values. Reducers make a new value from an old one and an event; screens only read.

/** A 64-bit id in decimal, as the REST API and IRC's `msgid` write it. Compare with `compareIds` of base: text order is wrong. */
export type Id = string;

/** Milliseconds since 1970 UTC, by the server's clock. */
export type Time = number;

export type Connection =
  | 'starting' // painting from the cache, nothing asked yet
  | 'signed_out'
  | 'connecting'
  | 'catching_up' // signed in on IRC, loading what was missed
  | 'online'
  | 'reconnecting' // lost; retryAt says when the next try is
  | 'offline' // the browser says there is no network
  | 'rejected' // signed out elsewhere, suspended, deleted
  | 'outdated'; // the server runs a newer client: reload

export interface ConnectionState {
  readonly phase: Connection;
  readonly retryAt: Time | null;
  /** A stable code (an API error code, or a name of ours) that the screens put into words. */
  readonly reason: string | null;
  /** Another tab of this browser holds the connection. */
  readonly follower: boolean;
}

export interface Me {
  readonly id: Id;
  readonly username: string;
  readonly displayName: string;
  readonly owner: boolean;
  readonly staff: boolean;
}

/** Somebody, by account name in lower case (`people` of AppState). */
export interface Person {
  readonly username: string;
  readonly id: Id | null;
  readonly displayName: string;
  readonly color: string | null;
  readonly avatarUrl: string | null;
  readonly pronouns: string | null;
  readonly status: string | null;
  readonly homepage: string | null;
  readonly bot: boolean;
  readonly away: boolean;
  readonly online: boolean;
}

export interface Member {
  readonly username: string; // the nick of a guest
  /** Prefix modes, highest first: '~', '&', '@', '%', '+'. */
  readonly prefixes: string;
}

export type RoomKind = 'text' | 'dm';

export interface Room {
  readonly id: Id;
  readonly kind: RoomKind;
  readonly name: string;
  readonly channel: string | null; // '#general'; null in conversations
  readonly username: string | null; // the other one of a conversation
  readonly topic: string;
  readonly joined: boolean;
  readonly lastMessageId: Id | null;
  readonly readId: Id | null; // read up to and with this
  readonly unread: number;
  readonly unreadMore: boolean;
  readonly mentions: number;
  readonly members: readonly Member[];
  readonly pinnedIds: readonly Id[];
  /** Lower-case account names with the time their typing ends. */
  readonly typing: Readonly<Record<string, Time>>;
}

export type Delivery =
  | { readonly state: 'sent' }
  | { readonly state: 'pending' } // on its way, or waiting for the network
  | { readonly state: 'failed'; readonly code: string; readonly retryable: boolean };

export interface Reaction {
  readonly value: string;
  readonly count: number;
  readonly mine: boolean;
  readonly accountIds: readonly Id[];
}

export interface Message {
  readonly kind: 'message';
  /** The server's id; while pending, `local:<n>`. */
  readonly id: Id;
  /** Stays the same when a pending message gets its id: key of the row. */
  readonly key: string;
  readonly roomId: Id;
  readonly author: { readonly id: Id | null; readonly username: string; readonly guest: boolean };
  readonly text: string;
  readonly action: boolean; // /me
  readonly notice: boolean;
  readonly sentAt: Time;
  readonly editedAt: Time | null;
  readonly deletedAt: Time | null;
  readonly unreadable: boolean;
  readonly replyTo: Id | null;
  readonly reactions: readonly Reaction[];
  readonly pinned: boolean;
  readonly webhook: { readonly id: Id; readonly name: string; readonly avatarUrl: string | null } | null;
  readonly delivery: Delivery;
  /** The message names me, everybody, or answers me. */
  readonly mentionsMe: boolean;
}

/** Somebody came, went, changed the topic, renamed the room. */
export interface RoomEvent {
  readonly kind: 'event';
  readonly key: string;
  readonly id: Id | null;
  readonly roomId: Id;
  readonly what: 'join' | 'part' | 'quit' | 'kick' | 'topic' | 'rename' | 'mode';
  readonly username: string;
  readonly text: string; // reason, topic, new name, modes
  readonly at: Time;
}

export type TimelineItem = Message | RoomEvent;

/** A run of neighbouring items of a room, oldest first, at most 2,000. Reading back replaces the far end. */
export interface Timeline {
  readonly items: readonly TimelineItem[];
  readonly atStart: boolean; // nothing older exists
  readonly atEnd: boolean; // the newest is here and new ones are added
  readonly loading: 'none' | 'older' | 'newer' | 'around' | 'first';
  readonly error: string | null; // code of what failed last, for "try again"
}

export interface SearchState {
  readonly query: string;
  /** `pieces`: the snippet again, with what was found marked. */
  readonly results: readonly { readonly message: Message; readonly snippet: string; readonly pieces?: readonly { readonly text: string; readonly match: boolean }[] }[];
  readonly next: string | null;
  readonly loading: boolean;
  readonly error: string | null;
}

export interface AppState {
  readonly server: { readonly name: string; readonly version: string; readonly registration: string } | null;
  readonly connection: ConnectionState;
  readonly me: Me | null;
  readonly rooms: Readonly<Record<Id, Room>>;
  /** Text rooms first in their order, then conversations, newest first. */
  readonly roomOrder: readonly Id[];
  readonly people: Readonly<Record<string, Person>>;
  readonly timelines: Readonly<Record<Id, Timeline>>;
  readonly drafts: Readonly<Record<Id, Draft>>;
  readonly blocked: readonly string[];
  readonly search: SearchState;
  readonly preferences: Preferences;
  readonly notices: readonly Notice[];
}

export interface Draft {
  readonly text: string;
  readonly replyTo: Id | null;
  readonly editing: Id | null;
}

/** Something to tell once: a toast. */
export interface Notice {
  readonly key: string;
  readonly code: string;
  readonly detail: Readonly<Record<string, string>>;
  readonly at: Time;
  readonly undo: 'delete' | null;
}

/** Kept in this browser. */
export interface Preferences {
  readonly theme: 'system' | 'dark' | 'light' | 'contrast';
  readonly density: 'cozy' | 'compact';
  readonly fontScale: number; // 0.8 … 2, 1 by default
  readonly clock24: 'auto' | 'yes' | 'no';
  readonly motion: 'system' | 'reduced' | 'full';
  readonly underlineLinks: boolean;
  readonly nameColors: boolean;
  readonly announce: 'all' | 'mentions' | 'none';
  readonly sendTyping: boolean;
  readonly language: string; // 'en', 'de', '' = the browser's
  readonly panes: { readonly rooms: number; readonly members: number; readonly membersShown: boolean };
}

/** What the screens may ask for. Nothing here throws: what fails shows in the state (delivery, error, notices) unless a result is named. */
export interface Actions {
  // Accounts. A result is null, or the code and field of the problem.
  signIn(username: string, password: string, code?: string): Promise<Problem | null>;
  register(request: { username: string; password: string; invite?: string }): Promise<Problem | null>;
  signOut(): Promise<void>;
  /** Goes on with a session that a screen opened itself: after sign-up (whose recovery codes must be seen first), or with split-1. */
  openSession(token: string): Promise<Problem | null>;
  // Rooms
  openRoom(room: Id): void; // loads its timeline, joins if needed
  openConversation(username: string): Promise<Id | null>;
  joinChannel(channel: string): Promise<Problem | null>;
  leaveRoom(room: Id): void;
  loadOlder(room: Id): void;
  loadNewer(room: Id): void;
  jumpToMessage(room: Id, message: Id): Promise<boolean>;
  jumpToPresent(room: Id): void;
  markRead(room: Id, upTo?: Id): void;
  markUnread(room: Id, from: Id): void;
  setTopic(room: Id, topic: string): Promise<Problem | null>;
  // Messages
  send(room: Id, text: string, options?: { replyTo?: Id; action?: boolean; notice?: boolean }): void;
  retry(message: string): void; // by key
  discard(message: string): void;
  edit(room: Id, message: Id, text: string): void;
  /** Hides at once, asks the server after 5 s unless undone. */
  remove(room: Id, message: Id): void;
  undoRemove(key: string): void;
  react(room: Id, message: Id, value: string, on: boolean): void;
  pin(room: Id, message: Id, on: boolean): void;
  loadPins(room: Id): Promise<readonly Message[]>;
  typing(room: Id, state: 'active' | 'paused' | 'done'): void;
  setDraft(room: Id, draft: Draft | null): void;
  // The rest
  search(query: string): void;
  searchMore(): void;
  clearSearch(): void;
  block(username: string, on: boolean): Promise<Problem | null>;
  setAway(message: string | null): void;
  sendRaw(line: string): void; // /quote
  setPreferences(change: Partial<Preferences>): void;
  dismissNotice(key: string): void;
  retryConnection(): void;
}

export interface Problem {
  readonly code: string; // the API's `code`, or 'network'
  readonly field: string | null;
  readonly message: string; // the server's English words, shown when a code has no translation
  readonly retryAfter: number | null; // seconds
}

/** What `createApp(options)` of `@alloquy/state/app.dom` wants; it answers `{store, actions, api}`. */
export interface AppOptions {
  /** The key of `split-1` in base64url: BLAKE2b-256(key = Argon2id(password, salt), "auth/1"). Without it such accounts can't sign in here. */
  readonly deriveKey?: (password: string, salt: string, opslimit: number, memlimit: number) => Promise<string>;
  /** Name of this client in the list of sessions. */
  readonly clientName?: string;
}
