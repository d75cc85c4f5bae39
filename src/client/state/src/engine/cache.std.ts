// SPDX-License-Identifier: GPL-2.0-or-later
// What was on screen last, kept in this browser: a start paints it before the network says anything. Whatever is read back is looked at first,
// because it may be of another release, or broken.

import { isServerId } from '@alloquy/base/ids.std';
import type { CoreState } from '../core_state.std';
import type { CachedState } from '../events.std';
import type { Id, Message, Timeline } from '../model.std';
import { isSent } from '../reducers/timeline.std';
import type { Clock, Storage } from './environment.std';

/** Rises when the model changes its shape; older copies are then ignored. */
const version = 1;
const quietTime = 1_500;
const keptMessages = 60;

interface Kept<Value> {
  readonly version: number;
  readonly value: Value;
}

export class Cache {
  private cancel: (() => void) | null = null;
  private saved: CoreState | null = null;

  constructor(
    private readonly storage: Storage,
    private readonly clock: Clock,
    private readonly getState: () => CoreState,
  ) {}

  async load(): Promise<CachedState | null> {
    return readState(await this.storage.get<Kept<CachedState>>('state', 'shown'));
  }

  async loadTimeline(room: Id): Promise<Timeline | null> {
    return readTimeline(await this.storage.get<Kept<readonly Message[]>>('timelines', room));
  }

  /** To be told of each change; writes when it has been quiet for a while. */
  changed(): void {
    this.cancel ??= this.clock.after(quietTime, () => {
      this.cancel = null;
      void this.save();
    });
  }

  async save(): Promise<void> {
    const state = this.getState();
    const before = this.saved;
    if (!state.me || state === before) return;
    this.saved = state;
    if (!before || before.rooms !== state.rooms || before.people !== state.people || before.me !== state.me || before.roomOrder !== state.roomOrder || before.blocked !== state.blocked) {
      await this.storage.put('state', 'shown', { version, value: stateToKeep(state) } satisfies Kept<CachedState>);
    }
    for (const [room, timeline] of Object.entries(state.timelines)) {
      if (timeline === before?.timelines[room] || !timeline.atEnd || !isServerId(room) || state.internal.stale[room]) continue;
      const messages = timeline.items.filter(isSent).slice(-keptMessages);
      await this.storage.put('timelines', room, { version, value: messages } satisfies Kept<readonly Message[]>);
    }
  }
}

function stateToKeep(state: CoreState): CachedState {
  // Who is here and who types is of the moment.
  const rooms = Object.fromEntries(
    Object.entries(state.rooms)
      // Nor is a conversation kept in which nothing was said.
      .filter(([id, room]) => room.id === id && isServerId(id))
      .map(([id, room]) => [id, { ...room, members: [], typing: {}, joined: room.kind === 'dm' }]),
  );
  const people = Object.fromEntries(Object.entries(state.people).slice(-2000).map(([name, person]) => [name, { ...person, online: false, away: false }]));
  return { server: state.server, me: state.me!, rooms, roomOrder: state.roomOrder.filter(isServerId), people, blocked: state.blocked };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasTexts(value: unknown, ...names: readonly string[]): boolean {
  return isRecord(value) && names.every((name) => typeof value[name] === 'string');
}

export function readState(kept: unknown): CachedState | null {
  if (!isRecord(kept) || kept['version'] !== version || !isRecord(kept['value'])) return null;
  const { me, rooms, roomOrder, people, blocked, server } = kept['value'];
  const fits =
    hasTexts(me, 'id', 'username', 'displayName') &&
    isRecord(rooms) && Object.values(rooms).every((room) => hasTexts(room, 'id', 'kind', 'name') && isRecord(room) && Array.isArray(room['members']) && isRecord(room['typing'])) &&
    Array.isArray(roomOrder) && roomOrder.every((id) => typeof id === 'string' && Object.hasOwn(rooms, id)) &&
    isRecord(people) && Object.values(people).every((person) => hasTexts(person, 'username', 'displayName')) &&
    Array.isArray(blocked) && (server === null || hasTexts(server, 'name'));
  return fits ? (kept['value'] as unknown as CachedState) : null;
}

export function readTimeline(kept: unknown): Timeline | null {
  if (!isRecord(kept) || kept['version'] !== version || !Array.isArray(kept['value'])) return null;
  const messages = kept['value'] as readonly unknown[];
  const fits = messages.every(
    (message) => hasTexts(message, 'id', 'key', 'roomId', 'text') && isRecord(message) && message['kind'] === 'message' && hasTexts(message['author'], 'username') && Array.isArray(message['reactions']) && isRecord(message['delivery']),
  );
  return fits && messages.length > 0 ? { items: messages as readonly Message[], atStart: false, atEnd: true, loading: 'none', error: null } : null;
}
