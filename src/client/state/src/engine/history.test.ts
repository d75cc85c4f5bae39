// SPDX-License-Identifier: GPL-2.0-or-later
import { describe, expect, it } from 'vitest';
import type { Badge } from '@alloquy/protocol/gateway/frames.std';
import { initialState, type CoreState } from '../core_state.std';
import type { AppEvent, SharedEvent } from '../events.std';
import type { Message } from '../model.std';
import { reduce } from '../reduce.std';
import { channel, FakeRoom, roomId } from '../testing/fake_room.node';
import { History } from './history.std';

const badge: Badge = { id: roomId, kind: 'text', name: 'general', username: null, irc_channel: channel, last_message_id: null, read: { at: null, id: '0' }, unread: 0, more: false, mentions: 0 };

class Client {
  state: CoreState;
  readonly room: FakeRoom;
  readonly history: History;

  constructor() {
    this.state = [
      { type: 'signed_in', me: { id: '1', username: 'ann', displayName: 'Ann', owner: false, staff: false } },
      { type: 'people_known', people: [{ username: 'bob', id: '2' }] },
      { type: 'rooms_known', badges: [badge] },
    ].reduce((state, event) => reduce(state, event as AppEvent), initialState());
    this.room = new FakeRoom((event) => this.share({ type: 'irc', event }));
    this.history = new History({ getState: () => this.state, dispatch: (event) => this.dispatch(event) }, this.room.api, { found: () => {}, read: () => {} });
  }

  dispatch(event: AppEvent): void {
    this.state = reduce(this.state, event);
  }

  share(event: SharedEvent): void {
    this.history.observe(event);
    this.dispatch(event);
  }

  connect(patient = true): void {
    this.room.connected = true;
    this.share({ type: 'live_started', rooms: [roomId] });
    void this.history.catchUp(roomId, patient);
  }

  disconnect(): void {
    this.room.connected = false;
    this.share({ type: 'live_stopped' });
  }

  get timeline() {
    return this.state.timelines[roomId]!;
  }

  get shown(): Message[] {
    return this.timeline.items.filter((item): item is Message => item.kind === 'message');
  }

  get ids(): string[] {
    return this.shown.map((message) => message.id);
  }
}

async function online(count = 10): Promise<Client> {
  const client = new Client();
  client.room.connected = false;
  for (let number = 0; number < count; number += 1) client.room.say(`old ${number}`);
  client.connect();
  await client.room.settleAll();
  return client;
}

describe('history and news', () => {
  it('show the newest and know where they begin', async () => {
    const client = await online(150);
    expect(client.ids).toEqual(client.room.messages.slice(-100).map(({ id }) => id));
    expect(client.timeline).toMatchObject({ atStart: false, atEnd: true, loading: 'none' });
    void client.history.older(roomId);
    await client.room.settleAll();
    expect(client.ids).toHaveLength(150);
    expect(client.timeline.atStart).toBe(true);
  });
  it('lose nothing that is said while a page is on its way', async () => {
    const client = await online(5);
    client.disconnect();
    client.room.say('missed');
    client.connect();
    client.room.say('during');
    await client.room.settleAll();
    client.room.say('after');
    expect(client.shown.slice(-3).map(({ text }) => text)).toEqual(['missed', 'during', 'after']);
  });
  it('don’t let a page that was read before undo an edit, a reaction or a deletion that came meanwhile', async () => {
    const client = await online(5);
    client.disconnect();
    client.connect();
    const [first, second, third] = client.room.messages;
    client.room.edit(first!, 'edited');
    client.room.react(second!, true);
    client.room.remove(third!);
    await client.room.settleAll();
    expect(client.shown[0]).toMatchObject({ text: 'edited' });
    expect(client.shown[1]?.reactions).toMatchObject([{ value: '👍', count: 1 }]);
    expect(client.shown[2]?.deletedAt).not.toBeNull();
  });
  it('see what was edited while nobody told', async () => {
    const client = await online(5);
    client.disconnect();
    client.room.edit(client.room.messages[1]!, 'quietly edited');
    client.connect();
    await client.room.settleAll();
    expect(client.shown[1]).toMatchObject({ text: 'quietly edited' });
  });
  it('read on over a gap of several pages from where somebody reads', async () => {
    const client = await online(30);
    client.disconnect();
    for (let number = 0; number < 320; number += 1) client.room.say(`missed ${number}`);
    client.connect();
    await client.room.settleAll();
    expect(client.ids).toEqual(client.room.messages.map(({ id }) => id));
    expect(client.timeline.atEnd).toBe(true);
  });
  it('don’t pretend to be complete over a gap that is too long', async () => {
    const client = await online(30);
    client.disconnect();
    for (let number = 0; number < 3000; number += 1) client.room.say(`missed ${number}`);
    client.connect();
    await client.room.settleAll();
    expect(client.timeline.atEnd).toBe(false);
    client.room.say('news');
    expect(client.shown.at(-1)?.text).not.toBe('news');
    void client.history.latest(roomId);
    await client.room.settleAll();
    expect(client.shown.at(-1)?.text).toBe('news');
    expect(client.timeline.atEnd).toBe(true);
  });
  it('jump to a message, and read on from there to the present', async () => {
    const client = await online(500);
    const target = client.room.messages[100]!.id;
    const jumped = client.history.around(roomId, target);
    await client.room.settleAll();
    expect(await jumped).toBe(true);
    expect(client.timeline).toMatchObject({ atStart: false, atEnd: false });
    client.room.say('news');
    expect(client.ids).toHaveLength(50);
    while (!client.timeline.atEnd) {
      void client.history.newer(roomId);
      await client.room.settleAll();
    }
    expect(client.shown.at(-1)?.text).toBe('news');
  });
  it('forget an answer that a later question made useless', async () => {
    const client = await online(500);
    void client.history.older(roomId);
    void client.history.around(roomId, client.room.messages[10]!.id);
    await client.room.settle(1);
    await client.room.settle(0);
    expect(client.ids).toHaveLength(client.room.messages.slice(0, 35).length);
  });
  it('say what failed, and work when asked again', async () => {
    const client = await online(200);
    client.room.failing = true;
    void client.history.older(roomId);
    await client.room.settleAll();
    expect(client.timeline).toMatchObject({ error: 'network', loading: 'none' });
    client.room.failing = false;
    void client.history.older(roomId);
    await client.room.settleAll();
    expect(client.ids).toHaveLength(150);
    expect(client.timeline.error).toBeNull();
  });
  it('hold at most 2,000, cutting the end that isn’t read', async () => {
    const client = await online(3000);
    for (let count = 0; count < 50; count += 1) {
      void client.history.older(roomId);
      await client.room.settleAll();
    }
    expect(client.timeline.items.length).toBeLessThanOrEqual(2000);
    expect(client.timeline.atEnd).toBe(false);
    client.room.say('news');
    expect(client.shown.at(-1)?.text).not.toBe('news');
  });
});

function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('whatever happens in whatever order', () => {
  it.each(Array.from({ length: 60 }, (_, seed) => seed + 1))('a timeline has no hole and no duplicate (%i)', async (seed) => {
    const random = generator(seed);
    const client = await online(random(300));
    const { room, history } = client;
    for (let step = 0; step < 150; step += 1) {
      const some = room.messages[random(room.messages.length)];
      switch (random(12)) {
        case 0: case 1: case 2: for (let count = random(4); count >= 0; count -= 1) room.say(`${seed}.${step}`); break;
        case 3: if (some && some.deleted_at === null) room.edit(some, `edit ${step}`); break;
        case 4: if (some && some.deleted_at === null) room.remove(some); break;
        case 5: if (some) room.react(some, random(2) === 0); break;
        case 6: if (room.connected) client.disconnect(); else client.connect(random(2) === 0); break;
        case 7: void history.older(roomId); break;
        case 8: void history.newer(roomId); break;
        case 9: if (some) void history.around(roomId, some.id); break;
        case 10: void history.latest(roomId); break;
        default: await room.settle(random(room.asked));
      }
      if (random(10) === 0) for (let count = 0; count < 120; count += 1) room.say('flood');
      if (!client.state.timelines[roomId]) continue;
      const ids = client.ids;
      expect(new Set(ids).size).toBe(ids.length);
      expect(new Set(client.timeline.items.map(({ key }) => key)).size).toBe(client.timeline.items.length);
      const from = room.messages.findIndex(({ id }) => id === ids[0]);
      if (ids.length > 0) expect(ids).toEqual(room.messages.slice(from, from + ids.length).map(({ id }) => id));
      if (client.timeline.atStart && ids.length > 0) expect(from).toBe(0);
      if (client.timeline.atEnd && room.connected && !client.state.internal.stale[roomId]) expect(ids.at(-1)).toBe(room.messages.at(-1)?.id);
    }
    if (!room.connected) client.connect();
    await room.settleAll();
    void history.latest(roomId);
    await room.settleAll();
    expect(client.timeline.atEnd).toBe(true);
    const newest = client.shown.slice(-50);
    const wire = room.messages.slice(-newest.length);
    expect(newest.map(({ id, text }) => [id, text])).toEqual(wire.map(({ id, text }) => [id, text]));
    expect(newest.map(({ deletedAt }) => deletedAt !== null)).toEqual(wire.map(({ deleted_at }) => deleted_at !== null));
    expect(newest.map(({ reactions }) => reactions.map(({ count }) => count))).toEqual(wire.map(({ reactions }) => reactions.map(({ count }) => count)));
  });
});
