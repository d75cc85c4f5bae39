// SPDX-License-Identifier: GPL-2.0-or-later
// What screens may ask for, beside signing in and out. Each shows at once what it will come to; what fails is taken back.

import { isServerId } from '@alloquy/base/ids.std';
import { foldName } from '@alloquy/base/text.std';
import type { components } from '@alloquy/protocol/api/openapi.std';
import { readAction } from '@alloquy/protocol/irc/interpret.std';
import { placeholderPrefix, resolveRoomId, type CoreState } from '../core_state.std';
import type { LocalEvent, SharedEvent } from '../events.std';
import type { Actions, Id, Message, Problem } from '../model.std';
import { findMessage } from '../reducers/timeline.std';
import { TypingThrottle } from '../typing_throttle.std';
import { messageOfApi } from '../wire.std';
import type { Account } from './account.std';
import type { Api, Clock } from './environment.std';
import { freshEntry, messageOfEntry, type Entry, type MessageEntry } from './outbox.std';
import type { Removals } from './removals.std';
import { problemOf } from './requests.std';
import { findConversation } from './room_lists.std';

export interface ActionsPort {
  readonly api: Api;
  readonly clock: Clock;
  readonly removals: Removals;
  account(): Account | null;
  getState(): CoreState;
  dispatch(event: LocalEvent | SharedEvent): void;
  /** Reduced here and in the other tabs. */
  share(event: SharedEvent): void;
  newKey(): string;
}

export type RoomActions = Omit<Actions, 'signIn' | 'register' | 'signOut' | 'openSession' | 'search' | 'searchMore' | 'clearSearch' | 'setPreferences' | 'setDraft'>;

export function makeActions(port: ActionsPort): RoomActions {
  const throttle = new TypingThrottle();
  const state = () => port.getState();
  const resolve = (id: Id) => resolveRoomId(state(), id);
  const command: Account['command'] = (name, ...args) => port.account()?.command(name, ...args) ?? Promise.resolve(problemOf('network'));
  const timelineOf = (room: Id) => state().timelines[resolve(room)];
  const notice = (code: string, detail: Readonly<Record<string, string>> = {}) =>
    port.dispatch({ type: 'noticed', notice: { key: port.newKey(), code, detail, at: port.clock.now(), undo: null } });

  const asProblem = (answer: unknown): Problem | null => (answer === undefined ? problemOf('timeout') : (answer as Problem | null));

  function base(room: Id): Pick<Entry, 'key' | 'room' | 'createdAt'> {
    return { key: port.newKey(), room: resolve(room), createdAt: port.clock.now() };
  }

  function waitingMessage(key: string): { readonly room: Id; readonly message: Message } | null {
    for (const [room, messages] of Object.entries(state().internal.waiting)) {
      const message = messages.find((each) => each.key === key);
      if (message) return { room, message };
    }
    return null;
  }

  function react(room: Id, message: Id, value: string, on: boolean): void {
    const { me } = state();
    const known = findMessage(timelineOf(room), message);
    if (!me || !isServerId(message) || value === '' || known?.reactions.find((each) => each.value === value)?.mine === on) return;
    port.share({ type: 'message_changed', room, message, change: { what: 'reaction', value, accountId: me.id, on } });
    void command('enqueue', { kind: 'reaction', ...base(room), ...freshEntry, message, value, on } satisfies Entry);
  }

  async function pin(room: Id, message: Id, on: boolean): Promise<void> {
    const key = resolve(room);
    const change = (to: boolean) => port.share({ type: 'message_changed', room: key, message, change: { what: 'pinned', on: to } });
    change(on);
    const answer = await port.api.call(on ? 'PUT' : 'DELETE', `/rooms/${key}/pins/${message}`);
    if (answer.ok) return;
    change(!on);
    notice(answer.problem.code, { what: 'pin' });
  }

  return {
    openRoom: (room) => port.account()?.openRoom(room),

    async openConversation(username) {
      const name = foldName(username);
      const known = state().internal.byUsername[name];
      if (known !== undefined) return resolve(known);
      if (name === foldName(state().me?.username ?? '')) return null;
      const found = await findConversation(port.api, username, state().me?.username ?? '');
      if (!found) return null;
      const account = await port.api.call<components['schemas']['Profile']>('GET', `/accounts/${encodeURIComponent(username)}/profile`);
      const spelled = account.ok ? account.value.username : username;
      if (account.ok) port.share({ type: 'people_known', people: [{ username: spelled, id: account.value.account_id }] });
      void command('watch', spelled);
      if (found.badge) {
        port.share({ type: 'rooms_known', badges: [{ ...found.badge, username: spelled, unread: 0, mentions: 0 }] });
        port.share({ type: 'live_started', rooms: [found.badge.id] });
        return found.badge.id;
      }
      const id = `${placeholderPrefix}${name}`;
      port.share({ type: 'conversation_opened', id, username: spelled });
      return state().internal.byUsername[name] ?? id;
    },

    async joinChannel(channel) {
      return asProblem(await command('join', channel));
    },

    leaveRoom: (room) => void command('leave', resolve(room)),
    loadOlder: (room) => void port.account()?.history.older(room),
    loadNewer: (room) => void port.account()?.history.newer(room),
    jumpToMessage: (room, message) => port.account()?.history.around(room, message) ?? Promise.resolve(false),
    jumpToPresent(room) {
      const timeline = timelineOf(room);
      if (!timeline?.atEnd || timeline.error !== null || state().internal.stale[resolve(room)]) void port.account()?.history.latest(room);
    },

    markRead(room, upTo) {
      const key = resolve(room);
      const last = upTo ?? state().rooms[key]?.lastMessageId ?? null;
      if (last === null || !isServerId(last)) return;
      const before = state().rooms[key];
      port.share({ type: 'marked_read', room: key, upTo: last });
      if (state().rooms[key] !== before) port.account()?.marks.mark(key, last);
    },
    markUnread: (room, from) => {
      if (isServerId(from)) port.share({ type: 'marked_unread', room: resolve(room), from });
    },

    async setTopic(room, topic) {
      const channel = state().rooms[resolve(room)]?.channel;
      return channel ? asProblem(await command('ask', 'TOPIC', channel, topic.replaceAll('\n', ' '))) : problemOf('unsupported');
    },

    send(room, text, options = {}) {
      const { me } = state();
      if (!me || text.trim() === '') return;
      const entry: MessageEntry = {
        kind: 'message', ...base(room), ...freshEntry, text, replyTo: options.replyTo ?? null, action: options.action ?? false, notice: options.notice ?? false,
      };
      throttle.sent(entry.room);
      port.share({ type: 'queued', message: messageOfEntry(entry, me) });
      void command('enqueue', entry);
      const timeline = timelineOf(room);
      if (timeline && !timeline.atEnd && timeline.loading === 'none') void port.account()?.history.latest(room);
    },

    retry(key) {
      const found = waitingMessage(key);
      if (!found) return;
      port.share({ type: 'delivery', room: found.room, key, delivery: { state: 'pending' } });
      void command('retry', key);
    },

    discard(key) {
      const found = waitingMessage(key);
      if (found) void command('discard', key);
    },

    edit(room, message, text) {
      const known = findMessage(timelineOf(room), message);
      if (!known || !isServerId(message) || known.text === text) return;
      if (text.trim() === '') {
        this.remove(room, message);
        return;
      }
      // By the server's clock, and earlier than the edit's own time will be, so that nothing later is taken for older.
      const editedAt = Math.max(known.sentAt, known.editedAt ?? 0) + 1;
      port.share({ type: 'message_changed', room, message, change: { what: 'text', text: readAction(text).text, editedAt } });
      void command('enqueue', { kind: 'edit', ...base(room), ...freshEntry, message, text, action: known.action, before: { text: known.text, editedAt: known.editedAt } } satisfies Entry);
    },

    remove(room, message) {
      const key = resolve(room);
      if (!isServerId(message)) {
        void command('discard', message);
        return;
      }
      port.share({ type: 'message_changed', room: key, message, change: { what: 'hidden', on: true } });
      const undoKey = port.removals.add(key, message);
      port.dispatch({ type: 'noticed', notice: { key: undoKey, code: 'message_removed', detail: {}, at: port.clock.now(), undo: 'delete' } });
    },
    undoRemove(key) {
      const found = port.removals.undo(key);
      port.dispatch({ type: 'notice_dismissed', key });
      if (found) port.share({ type: 'message_changed', room: found.room, message: found.message, change: { what: 'hidden', on: false } });
    },

    react,
    pin: (room, message, on) => void pin(room, message, on),

    async loadPins(room) {
      const key = resolve(room);
      const answer = await port.api.call<components['schemas']['PinList']>('GET', `/rooms/${key}/pins`);
      if (!answer.ok) {
        notice(answer.problem.code, { what: 'pins' });
        return [];
      }
      const messages = answer.value.items.map((item) => messageOfApi(item, { me: state().me, authorOf: () => null }));
      port.dispatch({ type: 'pins_known', room: key, ids: messages.map((message) => message.id) });
      port.account()?.profiles.read(messages);
      return messages;
    },

    typing(room, how) {
      const key = resolve(room);
      if (state().preferences.sendTyping && throttle.pass(key, how, port.clock.now())) void command('typing', key, how);
    },

    async block(username, on) {
      const answer = await port.api.call(on ? 'PUT' : 'DELETE', `/accounts/me/blocks/${encodeURIComponent(username)}`);
      if (!answer.ok) return answer.problem;
      port.share({ type: 'block_changed', username, on });
      return null;
    },

    setAway: (message) => void command('away', message === '' ? null : message),
    sendRaw: (line) => void command('raw', line),
    dismissNotice: (key) => port.dispatch({ type: 'notice_dismissed', key }),
    retryConnection: () => void command('retryConnection'),
  };
}
