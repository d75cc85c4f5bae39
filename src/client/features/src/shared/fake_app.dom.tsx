// SPDX-License-Identifier: GPL-2.0-or-later
// A state and a chat for tests of screens: what they ask for is written down, nothing is done.

import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import type { ReactNode } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Actions, AppState, Message, Person, Room } from '@alloquy/state/model.std';
import { AppProvider, type App } from '@alloquy/ui/app_context.dom';
import { ChatProvider, type ChatCommands } from './chat_context.dom';

export interface FakeApp {
  readonly store: StoreApi<AppState>;
  /** Every call as `[name, ...arguments]`. */
  readonly calls: readonly (readonly unknown[])[];
  readonly Frame: (props: { readonly children: ReactNode }) => ReactNode;
}

export function fakeRoom(more: Partial<Room> = {}): Room {
  return {
    id: '1', kind: 'text', name: 'garden', channel: '#garden', username: null, topic: '', joined: true, lastMessageId: null, readId: null, unread: 0, unreadMore: false, mentions: 0,
    members: [], pinnedIds: [], typing: {}, ...more,
  };
}

export function fakePerson(username: string, more: Partial<Person> = {}): Person {
  return { username, id: null, displayName: username, color: null, avatarUrl: null, pronouns: null, status: null, homepage: null, bot: false, away: false, online: true, ...more };
}

export function fakeMessage(id: string, author: string, text: string, more: Partial<Message> = {}): Message {
  return {
    kind: 'message', id, key: `k${id}`, roomId: '1', author: { id: null, username: author, guest: false }, text, action: false, notice: false, sentAt: 1_764_000_000_000, editedAt: null,
    deletedAt: null, unreadable: false, replyTo: null, reactions: [], pinned: false, webhook: null, delivery: { state: 'sent' }, mentionsMe: false, ...more,
  };
}

const baseState: AppState = {
  server: { name: 'Test', version: '1', registration: 'invite' },
  connection: { phase: 'online', retryAt: null, reason: null, follower: false },
  me: { id: '9', username: 'me', displayName: 'Me', owner: false, staff: false },
  rooms: { '1': fakeRoom() },
  roomOrder: ['1'],
  people: { anna: fakePerson('anna', { displayName: 'Anna Bell', id: '10' }), ben: fakePerson('ben', { id: '11' }), me: fakePerson('me', { id: '9' }) },
  timelines: {},
  drafts: {},
  blocked: [],
  search: { query: '', results: [], next: null, loading: false, error: null },
  preferences: {
    theme: 'dark', density: 'cozy', fontScale: 1, clock24: 'yes', motion: 'reduced', underlineLinks: false, nameColors: false, announce: 'all', sendTyping: true, language: 'en',
    panes: { rooms: 240, members: 240, membersShown: true },
  },
  notices: [],
};

/** `answers` are results of actions by name; others give null. */
export function fakeApp(state: Partial<AppState> = {}, answers: Readonly<Record<string, unknown>> = {}): FakeApp {
  i18n.setMessagesCompiler(compileMessage);
  i18n.load('en', {});
  i18n.activate('en');
  globalThis.matchMedia ??= ((query: string) => ({ matches: false, media: query, addEventListener() {}, removeEventListener() {} })) as unknown as typeof matchMedia;
  // jsdom draws nothing, so it has no place to scroll to.
  Element.prototype.scrollIntoView ??= () => undefined;
  globalThis.CSS ??= { supports: () => true, escape: (text: string) => text } as unknown as typeof CSS;

  const calls: unknown[][] = [];
  const recorder = <Commands extends object>(prefix: string) =>
    new Proxy({} as Commands, {
      get: (_, name) => (...given: unknown[]) => {
        calls.push([prefix + String(name), ...given]);
        return Promise.resolve(answers[String(name)] ?? null);
      },
    });
  const store = createStore<AppState>(() => ({ ...baseState, ...state }));
  const app: App = { store, actions: recorder<Actions>(''), api: { call: async () => ({ ok: false, problem: { code: 'network', field: null, message: '', retryAfter: null } }) } };
  const chat = recorder<ChatCommands>('chat.');
  return {
    store,
    calls,
    Frame: ({ children }) => (
      <I18nProvider i18n={i18n}>
        <AppProvider app={app}>
          <ChatProvider commands={chat}>{children}</ChatProvider>
        </AppProvider>
      </I18nProvider>
    ),
  };
}
