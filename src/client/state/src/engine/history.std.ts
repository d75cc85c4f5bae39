// SPDX-License-Identifier: GPL-2.0-or-later
// Reads history by the REST API and stitches it to what comes live. Of what is asked for twice, the later question wins.

import type { components } from '@alloquy/protocol/api/openapi.std';
import type { ApiProblem } from '@alloquy/protocol/api/problems.std';
import { placeholderPrefix, resolveRoomId, type CoreState } from '../core_state.std';
import type { LocalEvent, Page, SharedEvent } from '../events.std';
import type { Id, Message, Timeline } from '../model.std';
import { readingOf, roomOfEvent } from '../reducers/messages.std';
import { findMessage, firstId, joinsLatest, lastId, type PageKind } from '../reducers/timeline.std';
import { messageOfApi } from '../wire.std';
import type { Api } from './environment.std';

type MessageList = components['schemas']['MessageList'];

interface HistoryStore {
  getState(): CoreState;
  dispatch(event: LocalEvent): void;
}

const pageSize = 50;
const catchUpSize = 100;
const catchUpPages = 5;
const mostReplayed = 5_000;

interface Recording {
  readonly room: Id;
  readonly events: SharedEvent[];
  whole: boolean; // nothing was missed meanwhile
}

export interface HistoryHooks {
  /** A conversation that only existed here has messages there. */
  readonly found: (placeholder: Id, room: Id) => void;
  readonly read: (messages: readonly Message[]) => void;
}

export class History {
  private readonly recordings = new Set<Recording>();
  /** Rises whenever what is on its way for a room must not be used anymore. */
  private readonly generations = new Map<Id, number>();
  private readonly busy = new Map<string, Promise<boolean>>();

  constructor(
    private readonly store: HistoryStore,
    private readonly api: Api,
    private readonly hooks: HistoryHooks,
  ) {}

  /** Must be told of each shared event before it is reduced. */
  observe(event: SharedEvent): void {
    if (this.recordings.size === 0) return;
    if (event.type === 'live_stopped') for (const recording of this.recordings) recording.whole = false;
    const room = roomOfEvent(this.store.getState(), event);
    for (const recording of this.recordings) {
      if (recording.room !== room) continue;
      if (recording.events.length < mostReplayed) recording.events.push(event);
      else recording.whole = false;
    }
  }

  older(id: Id): Promise<boolean> {
    const room = this.resolve(id);
    const timeline = this.timeline(room);
    const before = timeline && firstId(timeline);
    if (!timeline || timeline.atStart || !before) return Promise.resolve(false);
    return this.once(`older ${room}`, () => this.load(room, 'older', `before=${before}&limit=${pageSize}`, 'older', (now) => firstId(now) === before));
  }

  newer(id: Id): Promise<boolean> {
    const room = this.resolve(id);
    const timeline = this.timeline(room);
    const after = timeline && lastId(timeline);
    if (!timeline || (timeline.atEnd && !this.store.getState().internal.stale[room])) return Promise.resolve(false);
    if (!after || timeline.atEnd) return this.catchUp(room, true);
    return this.once(`newer ${room}`, () => this.load(room, 'newer', `after=${after}&limit=${pageSize}`, 'newer', (now) => lastId(now) === after));
  }

  /** The newest; replaces what can't be joined to it. */
  latest(id: Id): Promise<boolean> {
    const room = this.resolve(id);
    this.supersede(room);
    return this.load(room, 'latest', `limit=${pageSize}`, this.timeline(room)?.items.length ? 'newer' : 'first');
  }

  async around(id: Id, message: Id): Promise<boolean> {
    const room = this.resolve(id);
    if (findMessage(this.timeline(room), message)) return true;
    this.supersede(room);
    const loaded = await this.load(room, 'around', `around=${message}&limit=${pageSize}`, 'around');
    return loaded && findMessage(this.timeline(this.resolve(room)), message) !== null;
  }

  /**
   * After a time without news: reads what was missed, and again the newest, in which edits and reactions may have been missed. `patient`: the
   * place somebody reads at is kept, reading on from there; else a long gap replaces what is shown.
   */
  catchUp(id: Id, patient: boolean): Promise<boolean> {
    const room = this.resolve(id);
    return this.once(`catch up ${room}`, async () => {
      const generation = this.supersede(room);
      const timeline = this.timeline(room);
      const from = timeline ? lastId(timeline) : null;
      if (!patient || !timeline || from === null) return this.load(room, 'latest', `limit=${catchUpSize}`, timeline?.items.length ? 'newer' : 'first');
      for (let count = 0; count <= catchUpPages; count += 1) {
        const joined = await this.load(room, 'latest', `limit=${catchUpSize}`, 'newer', undefined, (page, now) => joinsLatest(now, page));
        if (joined || count === catchUpPages || this.generations.get(room) !== generation) return joined;
        const now = this.timeline(room);
        const after = now && lastId(now);
        if (!now || now.error !== null || !after) return false;
        if (!(await this.load(room, 'newer', `after=${after}&limit=${catchUpSize}`, 'newer', (then) => lastId(then) === after))) {
          // The message to go on from was removed there.
          const gone = this.timeline(room)?.error?.endsWith('not_found') === true;
          return gone && this.generations.get(room) === generation ? this.load(room, 'latest', `limit=${catchUpSize}`, 'newer') : false;
        }
      }
      return false;
    });
  }

  private resolve(id: Id): Id {
    return resolveRoomId(this.store.getState(), id);
  }

  private timeline(room: Id): Timeline | undefined {
    return this.store.getState().timelines[room];
  }

  private supersede(room: Id): number {
    const generation = (this.generations.get(room) ?? 0) + 1;
    this.generations.set(room, generation);
    this.busy.delete(`older ${room}`);
    this.busy.delete(`newer ${room}`);
    return generation;
  }

  private once(key: string, run: () => Promise<boolean>): Promise<boolean> {
    const running = this.busy.get(key);
    if (running) return running;
    const promise = run().finally(() => {
      if (this.busy.get(key) === promise) this.busy.delete(key);
    });
    this.busy.set(key, promise);
    return promise;
  }

  private async load(
    room: Id,
    how: PageKind,
    query: string,
    loading: Timeline['loading'],
    stillFits: (timeline: Timeline) => boolean = () => true,
    wanted: (page: Page, timeline: Timeline) => boolean = () => true,
  ): Promise<boolean> {
    const generation = this.generations.get(room) ?? 0;
    const recording: Recording = { room, events: [], whole: this.store.getState().internal.live[room] === true };
    this.recordings.add(recording);
    this.store.dispatch({ type: 'loading', room, what: loading });
    const answer = await this.api.call<MessageList>('GET', `${this.path(room)}?${query}`);
    this.recordings.delete(recording);
    if ((this.generations.get(room) ?? 0) !== generation) return false;
    if (!answer.ok) {
      this.failed(room, answer.problem);
      return false;
    }
    const page = this.readPage(room, answer.value);
    this.hooks.read(page.messages);
    const now = this.timeline(room);
    if (now && (!stillFits(now) || !wanted(page, now))) {
      this.store.dispatch({ type: 'loading', room, what: 'none' });
      return false;
    }
    this.store.dispatch({ type: 'page_loaded', room, how, page, replay: recording.events, fresh: recording.whole });
    const first = page.messages[0];
    if (room.startsWith(placeholderPrefix) && first) this.hooks.found(room, first.roomId);
    return true;
  }

  private path(room: Id): string {
    if (room.startsWith(placeholderPrefix)) return `/dms/${encodeURIComponent(room.slice(placeholderPrefix.length))}/messages`;
    return `/rooms/${room}/messages`;
  }

  private readPage(room: Id, list: MessageList): Page {
    const reading = readingOf(this.store.getState(), this.timeline(room));
    const wire = new Map(list.items.map((item) => [item.id, item.author.username]));
    const authorOf = (id: Id) => wire.get(id) ?? reading.authorOf(id);
    return { messages: list.items.map((item) => messageOfApi(item, { ...reading, authorOf })), older: list.next !== null, newer: list.previous !== null };
  }

  private failed(room: Id, problem: ApiProblem): void {
    this.store.dispatch({ type: 'load_failed', room, code: problem.code });
  }
}
