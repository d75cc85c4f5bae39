// SPDX-License-Identifier: GPL-2.0-or-later
// Everything that changes the state. Shared events are the same in all tabs of a browser and travel from the one that holds the connection to
// the others; local ones belong to a tab: where it looks, what it loads.

import type { Badge, GatewayEvent } from '@alloquy/protocol/gateway/frames.std';
import type { IrcEvent } from '@alloquy/protocol/irc/events.std';
import type { AppState, ConnectionState, Delivery, Draft, Id, Me, Message, Notice, Person, Preferences, Room, SearchState, Time, Timeline } from './model.std';

export type SharedEvent =
  | { readonly type: 'irc'; readonly event: IrcEvent }
  | { readonly type: 'gateway'; readonly event: GatewayEvent }
  | { readonly type: 'connection'; readonly connection: ConnectionState }
  | { readonly type: 'signed_in'; readonly me: Me }
  | { readonly type: 'signed_out' }
  | { readonly type: 'server_known'; readonly server: AppState['server'] }
  | { readonly type: 'live_started'; readonly rooms: readonly Id[] }
  | { readonly type: 'live_stopped' }
  | { readonly type: 'rooms_known'; readonly badges: readonly Badge[] }
  | { readonly type: 'topics_known'; readonly topics: Readonly<Record<Id, string>> }
  | { readonly type: 'room_resolved'; readonly from: Id; readonly badge: Badge }
  | { readonly type: 'conversation_opened'; readonly id: Id; readonly username: string }
  | { readonly type: 'queued'; readonly message: Message }
  | { readonly type: 'delivery'; readonly room: Id; readonly key: string; readonly delivery: Delivery }
  | { readonly type: 'confirmed'; readonly room: Id; readonly key: string; readonly id: Id; readonly sentAt: Time }
  | { readonly type: 'discarded'; readonly room: Id; readonly key: string }
  | { readonly type: 'blocks_known'; readonly usernames: readonly string[] }
  | { readonly type: 'block_changed'; readonly username: string; readonly on: boolean }
  | { readonly type: 'marked_read'; readonly room: Id; readonly upTo: Id }
  | { readonly type: 'marked_unread'; readonly room: Id; readonly from: Id }
  | { readonly type: 'message_changed'; readonly room: Id; readonly message: Id; readonly change: MessageChange }
  | { readonly type: 'people_known'; readonly people: readonly Partial<Person>[] }
  | { readonly type: 'preferences_changed'; readonly change: Partial<Preferences> }
  | { readonly type: 'draft_changed'; readonly room: Id; readonly draft: Draft | null }
  | { readonly type: 'noticed'; readonly notice: Notice }
  | { readonly type: 'notice_dismissed'; readonly key: string }
  | { readonly type: 'time_passed'; readonly now: Time };

export type MessageChange =
  | { readonly what: 'text'; readonly text: string; readonly editedAt: Time | null }
  | { readonly what: 'text_restored'; readonly text: string; readonly editedAt: Time | null } // the edit shown was refused
  | { readonly what: 'reaction'; readonly value: string; readonly accountId: Id; readonly on: boolean }
  | { readonly what: 'pinned'; readonly on: boolean }
  | { readonly what: 'hidden'; readonly on: boolean }
  | { readonly what: 'deleted'; readonly at: Time };

/** A run of history as the REST API answered it. */
export interface Page {
  readonly messages: readonly Message[]; // oldest first
  readonly older: boolean; // there is more before
  readonly newer: boolean; // and after
}

export type LocalEvent =
  | { readonly type: 'cache_loaded'; readonly cached: CachedState }
  | { readonly type: 'timeline_cached'; readonly room: Id; readonly timeline: Timeline }
  | { readonly type: 'room_opened'; readonly room: Id }
  | { readonly type: 'rooms_open'; readonly rooms: readonly Id[] }
  | { readonly type: 'loading'; readonly room: Id; readonly what: Timeline['loading'] }
  | { readonly type: 'load_failed'; readonly room: Id; readonly code: string }
  /** `replay`: what happened in the room since the page was asked for, so that news isn't overwritten by what was read before it. `fresh`: news
   * came live all the while. */
  | { readonly type: 'page_loaded'; readonly room: Id; readonly how: 'latest' | 'older' | 'newer' | 'around'; readonly page: Page; readonly replay: readonly SharedEvent[]; readonly fresh: boolean }
  | { readonly type: 'timelines_forgotten'; readonly rooms: readonly Id[] }
  | { readonly type: 'search_changed'; readonly change: Partial<SearchState> }
  | { readonly type: 'pins_known'; readonly room: Id; readonly ids: readonly Id[] }
  | { readonly type: 'snapshot'; readonly shared: SharedState }
  | { readonly type: 'follower'; readonly follower: boolean };

export type AppEvent = SharedEvent | LocalEvent;

/** What a tab that joins later gets from the one that holds the connection. */
export type SharedState = Pick<AppState, 'server' | 'connection' | 'me' | 'rooms' | 'roomOrder' | 'people' | 'blocked'> & {
  readonly live: Readonly<Record<Id, true>>;
  readonly waiting: Readonly<Record<Id, readonly Message[]>>;
  readonly markedUnread: Readonly<Record<Id, true>>;
  readonly aliases: Readonly<Record<Id, Id>>;
  readonly textOrder: readonly Id[];
};

/** What a start paints before the network says anything. */
export interface CachedState {
  readonly server: AppState['server'];
  readonly me: Me;
  readonly rooms: Readonly<Record<Id, Room>>;
  readonly roomOrder: readonly Id[];
  readonly people: Readonly<Record<string, Person>>;
  readonly blocked: readonly string[];
}
