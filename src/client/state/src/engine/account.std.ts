// SPDX-License-Identifier: GPL-2.0-or-later
// All that runs for the account that is signed in, in this tab: its storage, its place among the tabs, history, and the connection if this tab leads.

import { resolveRoomId, type CoreState } from '../core_state.std';
import type { LocalEvent, SharedEvent, SharedState } from '../events.std';
import type { Id, Problem } from '../model.std';
import { Cache } from './cache.std';
import type { Api, Clock, OpenSocket, Storage } from './environment.std';
import { History } from './history.std';
import { Leader } from './leader.std';
import type { Entry } from './outbox.std';
import { Profiles } from './profiles.std';
import { ReadMarks } from './read_marks.std';
import { Tabs, type AskToLead, type Channel } from './tabs.std';

export interface AccountPort {
  readonly api: Api;
  readonly clock: Clock;
  readonly storage: Storage;
  readonly openSocket: OpenSocket;
  readonly channel: Channel;
  readonly askToLead: AskToLead;
  readonly clientName: string;
  readonly tabName: string;
  getState(): CoreState;
  dispatch(event: SharedEvent | LocalEvent, soon?: boolean): void;
  rejected(code: string): void;
}

const mostTimelines = 30;
const retryTime = 5_000;
const mostTries = 3;

export class Account {
  readonly history: History;
  readonly profiles: Profiles;
  readonly marks: ReadMarks;
  private readonly tabs: Tabs;
  private readonly leader: Leader;
  private readonly cache: Cache;
  /** Rooms read in this run, the one opened last at the end: their place is kept over a gap. */
  private readonly opened = new Set<Id>();
  private readonly behind = new Set<Id>();
  private whenCaughtUp: (() => void) | null = null;
  private closed = false;

  constructor(
    private readonly port: AccountPort,
    private readonly session: { readonly token: string; readonly username: string },
  ) {
    const { api, clock, storage } = port;
    this.profiles = new Profiles(api, () => port.getState(), (event) => this.share(event));
    this.marks = new ReadMarks(api, clock);
    this.cache = new Cache(storage, clock, () => port.getState());
    this.history = new History({ getState: () => port.getState(), dispatch: (event) => this.local(event) }, api, {
      found: (placeholder) => void this.command('resolve', placeholder),
      read: (messages) => this.profiles.read(messages),
    });
    this.leader = new Leader({
      ...port,
      getState: () => port.getState(),
      share: (event, soon) => this.share(event, soon),
      caughtUp: () => this.caughtUp(),
      rejected: (code) => port.rejected(code),
      entryRefused: (entry, code) => this.takeBack(entry, code),
      entryDone: (entry) => this.finished(entry),
    });
    this.tabs = new Tabs(port.tabName, port.channel, port.askToLead, {
      snapshot: () => sharedState(port.getState()),
      snapshotArrived: (shared) => this.follow(shared),
      eventArrived: (event) => this.arrived(event),
      lead: () => this.lead(),
      execute: (name, args) => this.execute(name, args),
    }, clock);
  }

  /** Paints what was on screen last. */
  async restore(): Promise<void> {
    const cached = await this.cache.load();
    if (cached && !this.closed && Object.keys(this.port.getState().rooms).length === 0) this.local({ type: 'cache_loaded', cached });
  }

  /** Reduced here and in the other tabs. */
  share(event: SharedEvent, soon = false): void {
    if (this.closed) return;
    this.reduceShared(event, soon);
    this.tabs.tell(event);
  }

  local(event: LocalEvent): void {
    if (this.closed) return;
    this.port.dispatch(event);
    if (this.tabs.leads) this.cache.changed();
  }

  command(name: CommandName, ...args: readonly unknown[]): Promise<unknown> {
    return this.tabs.command(name, ...args);
  }

  openRoom(id: Id): void {
    const room = this.resolve(id);
    this.local({ type: 'rooms_open', rooms: [room] });
    this.opened.delete(room);
    const timeline = this.port.getState().timelines[room];
    if (!timeline || timeline.items.length === 0) void this.firstLoad(room);
    else if (!timeline.atEnd) void this.history.latest(room);
    else if (this.port.getState().internal.stale[room]) void this.history.catchUp(room, true);
    this.opened.add(room);
    void this.command('enter', room);
    this.forgetOld();
  }

  network(online: boolean): void {
    if (this.tabs.leads) this.leader.network(online);
  }

  /** Something that hides the page, after which nothing may run anymore. */
  settle(): void {
    this.marks.flush();
    if (this.tabs.leads) void this.cache.save();
  }

  suspectToken(): void {
    if (this.tabs.leads) void this.leader.suspectToken();
    else void this.command('suspectToken');
  }

  /** Signed out here or in another tab. */
  close(): void {
    if (this.tabs.leads) this.leader.stop();
    this.closed = true;
    this.tabs.close();
  }

  private resolve(id: Id): Id {
    return resolveRoomId(this.port.getState(), id);
  }

  private reduceShared(event: SharedEvent, soon: boolean): void {
    this.history.observe(event);
    this.port.dispatch(event, soon);
    if (event.type === 'live_started') this.catchUp(event.rooms.map((id) => this.resolve(id)));
    if (event.type === 'irc' && event.event.type === 'message' && event.event.from.account !== null && event.event.webhook === null) this.profiles.want(event.event.from.account);
    if (this.tabs.leads) this.cache.changed();
  }

  private arrived(event: SharedEvent): void {
    if (!this.closed) this.reduceShared(event, true);
  }

  private async firstLoad(room: Id): Promise<void> {
    // Asked for at once: what was kept is painted while the answer is on its way.
    const answer = this.history.catchUp(room, false);
    const kept = await this.cache.loadTimeline(room);
    if (kept && !this.closed) this.local({ type: 'timeline_cached', room, timeline: kept });
    await answer;
  }

  /** News comes from now on: what was missed before is read, in the rooms on screen now and in the others when they are opened. */
  private catchUp(rooms: readonly Id[]): void {
    const { internal, timelines } = this.port.getState();
    const away = rooms.filter((room) => timelines[room] && internal.stale[room] && !internal.open.includes(room));
    if (away.length > 0) this.local({ type: 'timelines_forgotten', rooms: away });
    for (const room of rooms) if (internal.open.includes(room)) void this.catchUpOne(room);
  }

  private async catchUpOne(room: Id): Promise<void> {
    const isBehind = () => {
      const { live, stale, open } = this.port.getState().internal;
      return !this.closed && live[room] === true && stale[room] === true && open.includes(room);
    };
    const failed = () => this.port.getState().timelines[room]?.error != null;
    for (let count = 0; count < mostTries; count += 1) {
      await this.history.catchUp(room, this.opened.has(room));
      // What was on its way when news began doesn't reach up to them.
      if (!isBehind() || failed()) break;
    }
    this.behind.delete(room);
    if (this.behind.size === 0) this.whenCaughtUp?.();
    if (!isBehind()) return;
    this.port.clock.after(retryTime, () => {
      if (isBehind()) void this.catchUpOne(room);
    });
  }

  private caughtUp(): Promise<void> {
    this.behind.clear();
    for (const room of this.port.getState().internal.open) this.behind.add(room);
    this.marks.flush();
    return new Promise((resolve) => {
      this.whenCaughtUp = resolve;
      if (this.behind.size === 0) resolve();
    });
  }

  private forgetOld(): void {
    const { timelines, internal } = this.port.getState();
    const droppable = [...this.opened].filter((room) => timelines[room] && !internal.open.includes(room));
    const surplus = droppable.slice(0, Math.max(0, droppable.length + 1 - mostTimelines));
    for (const room of surplus) this.opened.delete(room);
    if (surplus.length > 0) this.local({ type: 'timelines_forgotten', rooms: surplus });
  }

  private follow(shared: SharedState): void {
    this.local({ type: 'follower', follower: true });
    this.local({ type: 'snapshot', shared });
    const { open, live } = this.port.getState().internal;
    this.catchUp(open.filter((room) => live[room]));
    for (const room of open) void this.command('attend', room);
  }

  private lead(): void {
    this.local({ type: 'follower', follower: false });
    void this.leader.start(this.session);
  }

  private execute(name: string, args: readonly unknown[]): unknown {
    const command = commands[name as CommandName];
    return Object.hasOwn(commands, name) ? command(this.leader, args as never, this.port.getState()) : undefined;
  }

  private takeBack(entry: Entry, code: string): void {
    if (entry.kind === 'edit') this.share({ type: 'message_changed', room: entry.room, message: entry.message, change: { what: 'text_restored', ...entry.before } });
    if (entry.kind === 'reaction') {
      const accountId = this.port.getState().me?.id ?? '';
      this.share({ type: 'message_changed', room: entry.room, message: entry.message, change: { what: 'reaction', value: entry.value, accountId, on: !entry.on } });
    }
    if (entry.kind === 'redaction') this.share({ type: 'message_changed', room: entry.room, message: entry.message, change: { what: 'hidden', on: false } });
    this.share({ type: 'noticed', notice: { key: `refused:${entry.key}`, code, detail: { what: entry.kind }, at: this.port.clock.now(), undo: null } });
  }

  private finished(entry: Entry): void {
    if (entry.kind !== 'redaction') return;
    this.share({ type: 'message_changed', room: entry.room, message: entry.message, change: { what: 'hidden', on: false } });
    this.share({ type: 'message_changed', room: entry.room, message: entry.message, change: { what: 'deleted', at: this.port.clock.now() } });
  }
}

export function sharedState(state: CoreState): SharedState {
  const { server, connection, me, rooms, roomOrder, people, blocked } = state;
  const { live, waiting, markedUnread, aliases, textOrder } = state.internal;
  return { server, connection, me, rooms, roomOrder, people, blocked, live, waiting, markedUnread, aliases, textOrder };
}

/** What only the tab that leads can do; arguments and answers travel between tabs. */
const commands = {
  enqueue: (leader: Leader, [entry]: readonly [Entry]) => leader.outbox.enqueue(entry),
  retry: (leader: Leader, [key]: readonly [string]) => leader.outbox.retry(key),
  discard: (leader: Leader, [key]: readonly [string]) => leader.outbox.discard(key),
  attend: (leader: Leader, [room]: readonly [Id]) => leader.channels.attend(room),
  enter: (leader: Leader, [room]: readonly [Id]) => leader.channels.enter(room),
  join: (leader: Leader, [channel]: readonly [string]): Promise<Problem | null> => leader.channels.join(channel),
  leave: (leader: Leader, [room]: readonly [Id]) => leader.channels.leave(room),
  ask: (leader: Leader, [command, ...params]: readonly [string, ...string[]]): Promise<Problem | null> => leader.ask(command, params),
  raw: (leader: Leader, [line]: readonly [string]) => leader.say(line),
  typing: (leader: Leader, [room, state]: readonly [Id, 'active' | 'paused' | 'done']) => leader.typing(room, state),
  retryConnection: (leader: Leader) => leader.retryNow(),
  check: (leader: Leader) => leader.check(),
  away: (leader: Leader, [message]: readonly [string | null]) => leader.setAway(message),
  suspectToken: (leader: Leader) => leader.suspectToken(),
  watch: (leader: Leader, [username]: readonly [string]) => leader.channels.watch(username),
  resolve: (leader: Leader, [room]: readonly [Id], state: CoreState) => {
    const username = state.rooms[room]?.username;
    return username ? leader.resolveConversation(username, room) : undefined;
  },
};

export type CommandName = keyof typeof commands;
