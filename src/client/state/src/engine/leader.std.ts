// SPDX-License-Identifier: GPL-2.0-or-later
// The tab that holds the connection: both sockets, the rooms, the outbox, and where in its life the connection is.

import { foldName } from '@alloquy/base/text.std';
import type { Badge, GatewayEvent } from '@alloquy/protocol/gateway/frames.std';
import type { IrcEvent } from '@alloquy/protocol/irc/events.std';
import { serialiseLine } from '@alloquy/protocol/irc/line.std';
import { isChannel, placeholderPrefix, roomIdOf, type CoreState } from '../core_state.std';
import type { SharedEvent } from '../events.std';
import { isUp, nextPhase, type LifecycleEvent } from '../lifecycle.std';
import type { Connection, Id, Problem } from '../model.std';
import { Channels } from './channels.std';
import type { Api, Clock, OpenSocket, Storage } from './environment.std';
import { GatewayLink } from './gateway_link.std';
import { IrcLink } from './irc_link.std';
import type { Entry } from './outbox.std';
import { OutboxRunner } from './outbox_runner.std';
import { problemOf, Requests } from './requests.std';
import * as lists from './room_lists.std';

export interface LeaderPort {
  readonly api: Api;
  readonly clock: Clock;
  readonly storage: Storage;
  readonly openSocket: OpenSocket;
  readonly clientName: string;
  getState(): CoreState;
  share(event: SharedEvent, soon?: boolean): void;
  /** The rooms that are on screen here have been read anew. */
  caughtUp(): Promise<void>;
  /** The token isn't good anymore. */
  rejected(code: string): void;
  entryRefused(entry: Entry, code: string): void;
  entryDone(entry: Entry): void;
}

const catchUpTime = 8_000;
/** A refusal within this time after a line that somebody typed is about that line. */
const answerTime = 3_000;

export class Leader {
  readonly channels: Channels;
  readonly outbox: OutboxRunner;
  private readonly irc: IrcLink;
  private readonly gateway: GatewayLink;
  private readonly requests: Requests;
  private session: { readonly token: string; readonly username: string } | null = null;
  private firstVersion: string | null = null;
  private away: string | null = null;
  private saidAt = -Infinity;
  private ready = false; // the gateway told the rooms since IRC was lost or begun
  private readonly seeking = new Map<string, Promise<void>>();
  private cancelCatchUp: (() => void) | null = null;

  constructor(private readonly port: LeaderPort) {
    const { clock, openSocket, storage, api } = port;
    this.irc = new IrcLink(openSocket, clock, { event: (event) => this.onIrc(event), lost: (retryAt) => this.onLost(retryAt) });
    this.gateway = new GatewayLink(openSocket, clock, { event: (event) => this.onGateway(event), lost: () => {}, refused: (code) => this.refuse(code) }, port.clientName);
    const send = (lines: readonly string[]) => this.irc.send(lines);
    this.requests = new Requests(clock, send);
    const common = { getState: () => port.getState(), share: (event: SharedEvent) => port.share(event), send };
    this.channels = new Channels({ ...common, findRooms: () => this.findRooms(), joinRefused: (room, code) => this.outbox.joinRefused(room, code), wentLive: () => this.outbox.pump() }, storage, clock);
    this.outbox = new OutboxRunner(
      {
        ...common,
        limits: () => this.irc.limits,
        enter: (room) => this.channels.enter(room),
        suspect: () => this.irc.restart(),
        refused: (entry, code) => port.entryRefused(entry, code),
        done: (entry) => port.entryDone(entry),
      },
      api,
      storage,
      clock,
    );
  }

  async start(session: { readonly token: string; readonly username: string }): Promise<void> {
    this.stop();
    this.session = session;
    if (isUp(this.port.getState().connection.phase)) {
      // The tab that led before us took the connection with it.
      this.port.share({ type: 'live_stopped' });
      this.move('lost');
    }
    this.move('token_found');
    this.move('signed_in');
    await this.channels.load();
    await this.outbox.load();
    if (this.session !== session) return;
    this.gateway.start(session.token);
    this.irc.start(session);
  }

  stop(): void {
    this.session = null;
    this.ready = false;
    this.cancelCatchUp?.();
    this.irc.stop();
    this.gateway.stop();
    this.requests.lost();
    this.channels.lost();
    this.outbox.lost();
  }

  signedOut(): void {
    this.stop();
    this.move('signed_out');
  }

  network(online: boolean): void {
    if (!this.session) return;
    this.move(online ? 'network_back' : 'network_gone');
    if (online) this.retryNow();
    else if (this.irc.registered) this.irc.restart();
  }

  retryNow(): void {
    this.irc.retryNow();
    this.gateway.retryNow();
    const { connection } = this.port.getState();
    if (connection.phase === 'reconnecting' && connection.retryAt !== null) this.tell('reconnecting', null, null);
  }

  /** Null: here. Said again after a lost connection, which the server takes for coming back. */
  setAway(message: string | null): void {
    this.away = message;
    this.send(message === null ? 'AWAY' : `AWAY :${message}`);
  }

  /** Somebody looks at the page again. */
  check(): void {
    if (!this.session) return;
    this.irc.check();
    this.gateway.check();
  }

  /** A line as somebody typed it; what the server refuses of it is shown in its own words. */
  say(line: string): boolean {
    this.saidAt = this.port.clock.now();
    return this.send(line);
  }

  private send(line: string): boolean {
    return this.irc.send([line.replace(/[\r\n\0]/g, ' ')]);
  }

  ask(command: string, params: readonly string[]): Promise<Problem | null> {
    return this.irc.registered ? this.requests.ask(command, params) : Promise.resolve(problemOf('network'));
  }

  typing(room: Id, state: 'active' | 'paused' | 'done'): void {
    const { rooms } = this.port.getState();
    const target = rooms[room]?.channel ?? rooms[room]?.username;
    if (target) this.irc.send([serialiseLine({ tags: { '+typing': state }, command: 'TAGMSG', params: [target] })]);
  }

  /** A REST call said that nobody is signed in: is it so? */
  async suspectToken(): Promise<void> {
    const { session } = this;
    if (!session) return;
    const answer = await this.port.api.call('GET', '/accounts/me');
    if (!answer.ok && (answer.problem.code === 'unauthenticated' || answer.problem.code === 'invalid_token') && this.session === session) this.refuse('signed_out_elsewhere');
  }

  private onIrc(event: IrcEvent): void {
    this.requests.take(event);
    if (event.type === 'registered') this.cameUp();
    if (event.type === 'refused') this.ircRefused(event.code);
    this.outbox.take(event);
    this.port.share({ type: 'irc', event }, true);
    this.channels.take(event);
    if (event.type === 'failed' && event.label === null && this.port.clock.now() - this.saidAt < answerTime) this.tellRefusal(event.code, event.text);
    if (event.type === 'message' && event.edits === null) this.noticeConversation(event.target, event.from);
    if (event.type === 'read_marker' && isChannel(event.target) && roomIdOf(this.port.getState(), event.target, '') === null) void this.findRooms();
  }

  private tellRefusal(code: string, text: string): void {
    const at = this.port.clock.now();
    this.port.share({ type: 'noticed', notice: { key: `said:${at}:${code}`, code, detail: { text }, at, undo: null } });
  }

  private onGateway(event: GatewayEvent): void {
    this.port.share({ type: 'gateway', event }, true);
    if (event.type === 'ready') {
      this.ready = true;
      this.outdatedBy(event.ready.server.version);
      void lists.loadTopics(this.port.api).then((topics) => topics && this.port.share({ type: 'topics_known', topics }));
      void lists.loadBlocks(this.port.api).then((usernames) => usernames && this.port.share({ type: 'blocks_known', usernames }));
      this.cameUp();
    }
    if (event.type === 'badges') {
      this.channels.joinMissing();
      this.outbox.pump();
    }
  }

  /** Both sides are there. */
  private cameUp(): void {
    if (!this.irc.registered || !this.ready) return;
    if (isUp(this.port.getState().connection.phase)) {
      // The gateway began anew while IRC stayed.
      this.channels.joinMissing();
      return;
    }
    this.move('up');
    if (this.away !== null) this.setAway(this.away);
    this.channels.start();
    this.outbox.started();
    this.cancelCatchUp?.();
    const cancel = this.port.clock.after(catchUpTime, () => this.finishCatchUp(cancel));
    this.cancelCatchUp = cancel;
    void this.port.caughtUp().then(() => this.finishCatchUp(cancel));
  }

  private finishCatchUp(cancel: () => void): void {
    if (this.cancelCatchUp !== cancel) return;
    cancel();
    this.cancelCatchUp = null;
    this.move('caught_up');
    if (this.newer) this.move('outdated');
  }

  private onLost(retryAt: number): void {
    const was = this.port.getState().connection.phase;
    this.cancelCatchUp?.();
    this.cancelCatchUp = null;
    this.requests.lost();
    this.channels.lost();
    this.outbox.lost();
    if (isUp(was)) this.port.share({ type: 'live_stopped' });
    this.move('lost', retryAt);
  }

  private newer = false;

  private outdatedBy(version: string): void {
    if (version === '') return;
    this.firstVersion ??= version;
    this.newer = version !== this.firstVersion;
    if (this.newer) this.move('outdated');
  }

  /** 904 also means "not now": the REST API knows whether the token is good. */
  private ircRefused(code: string): void {
    if (code === 'unauthenticated') void this.suspectToken();
    this.irc.restart();
  }

  private refuse(code: string): void {
    if (!this.session) return;
    this.stop();
    this.port.share({ type: 'live_stopped' });
    this.move('refused', null, code);
    this.port.rejected(code);
  }

  private move(event: LifecycleEvent, retryAt: number | null = null, reason: string | null = null): void {
    const { connection } = this.port.getState();
    this.tell(nextPhase(connection.phase, event), retryAt, reason);
  }

  private tell(phase: Connection, retryAt: number | null, reason: string | null): void {
    const { connection } = this.port.getState();
    const at = phase === 'reconnecting' || phase === 'offline' ? (retryAt ?? null) : null;
    if (connection.phase === phase && connection.retryAt === at && connection.reason === reason) return;
    this.port.share({ type: 'connection', connection: { phase, retryAt: at, reason, follower: false } });
  }

  /** Somebody wrote to us, or we to somebody on another device, and the conversation isn't known: what is its room? */
  private noticeConversation(target: string, from: { readonly nick: string; readonly account: string | null }): void {
    if (isChannel(target)) {
      if (roomIdOf(this.port.getState(), target, '') === null) void this.findRooms();
      return;
    }
    const state = this.port.getState();
    const sender = from.account ?? from.nick;
    const other = foldName(target) === foldName(state.me?.username ?? '') ? sender : target;
    const room = roomIdOf(state, target, sender);
    if (from.account !== null && (room === null || (room.startsWith(placeholderPrefix) && !state.internal.aliases[room]))) void this.resolveConversation(other, room);
  }

  resolveConversation(username: string, placeholder: Id | null): Promise<void> {
    const key = foldName(username);
    const running = this.seeking.get(key);
    if (running) return running;
    const seeking = lists.findConversation(this.port.api, username, this.port.getState().me?.username ?? '').then((found) => {
      this.seeking.delete(key);
      if (!found?.badge) return;
      this.port.share(placeholder === null ? { type: 'rooms_known', badges: [found.badge] } : { type: 'room_resolved', from: placeholder, badge: found.badge });
      this.port.share({ type: 'live_started', rooms: [found.badge.id] });
      this.channels.watch(username);
      this.outbox.pump();
    });
    this.seeking.set(key, seeking);
    return seeking;
  }

  private findRooms(): Promise<void> {
    const running = this.seeking.get('#');
    if (running) return running;
    const seeking = lists.loadBadges(this.port.api).then((badges: readonly Badge[] | null) => {
      this.seeking.delete('#');
      if (badges) this.port.share({ type: 'rooms_known', badges });
    });
    this.seeking.set('#', seeking);
    return seeking;
  }
}
