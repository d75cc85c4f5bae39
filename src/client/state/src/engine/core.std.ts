// SPDX-License-Identifier: GPL-2.0-or-later
// Puts the engine together: the store, who is signed in, and the actions. Knows no browser; `app.dom.ts` gives it one.

import type { components } from '@alloquy/protocol/api/openapi.std';
import type { ApiResult } from '@alloquy/protocol/api/problems.std';
import { defaultPreferences, initialState, type CoreState } from '../core_state.std';
import type { LocalEvent, SharedEvent } from '../events.std';
import type { Actions, AppOptions, Draft, Id, Me, Preferences, Problem } from '../model.std';
import { Store } from '../store.std';
import { Account } from './account.std';
import { makeActions } from './actions.std';
import type { Api, Clock, OpenSocket, Storage } from './environment.std';
import type { Entry } from './outbox.std';
import { freshEntry } from './outbox.std';
import { Removals } from './removals.std';
import { problemOf } from './requests.std';
import { makeSearch } from './searching.std';
import type { AskToLead, Channel } from './tabs.std';

export interface Session {
  readonly token: string;
  readonly me: Me;
}

/** Small things that are kept and shared by all tabs at once. */
export interface Kept<Value> {
  get(): Value | null;
  set(value: Value | null): void;
  /** Another tab changed it. */
  watch(changed: (value: Value | null) => void): void;
}

export interface CoreEnvironment {
  readonly clock: Clock;
  readonly session: Kept<Session>;
  readonly preferences: Kept<Partial<Preferences>>;
  drafts(account: Id): Kept<Readonly<Record<Id, Draft>>>;
  /** `token` is asked for at each call. */
  api(token: () => string | null, unauthenticated: () => void): Api;
  openStorage(account: Id): Storage & { clear(): Promise<void> };
  channel(account: Id): Channel;
  askToLead(account: Id): AskToLead;
  readonly openSocket: OpenSocket;
  onNetwork(changed: (online: boolean) => void): void;
  /** The page is hidden or goes away. */
  onHidden(run: (leaving: boolean) => void): void;
  /** It is looked at again. */
  onVisible(run: () => void): void;
  readonly tabName: string;
}

type Schemas = components['schemas'];

const typingTime = 6_100;
const signOutGrace = 400;

export class Core {
  readonly store: Store;
  readonly api: Api;
  readonly actions: Actions;
  private session: Session | null = null;
  private account: Account | null = null;
  private storage: (Storage & { clear(): Promise<void> }) | null = null;
  private drafts: Kept<Readonly<Record<Id, Draft>>> | null = null;
  private readonly removals: Removals;
  private lastKey = 0;

  constructor(
    private readonly environment: CoreEnvironment,
    private readonly options: AppOptions,
  ) {
    const { clock } = environment;
    this.store = new Store(initialState(readPreferences(environment.preferences.get())), clock);
    this.api = environment.api(() => this.session?.token ?? null, () => this.account?.suspectToken());
    this.removals = new Removals(clock, (key, room, message) => {
      this.store.dispatch({ type: 'notice_dismissed', key });
      const entry: Entry = { kind: 'redaction', key: this.newKey(), room, createdAt: clock.now(), ...freshEntry, message };
      void this.account?.command('enqueue', entry);
    });
    this.actions = this.makeActions();
  }

  start(): void {
    const { session, preferences, onNetwork, onHidden, onVisible } = this.environment;
    onVisible(() => void this.account?.command('check'));
    preferences.watch((kept) => this.store.dispatch({ type: 'preferences_changed', change: readPreferences(kept) }));
    session.watch((kept) => this.sessionChanged(kept));
    onNetwork((online) => {
      this.account?.network(online);
      if (online && this.state.server === null) void this.loadServer();
    });
    onHidden((leaving) => {
      if (leaving) this.removals.flush();
      this.account?.settle();
    });
    const kept = session.get();
    if (kept) this.enter(kept);
    else this.leave('signed_out', null);
    void this.loadServer();
  }

  private get state(): CoreState {
    return this.store.getState();
  }

  private newKey(): string {
    // Rises with time, and is no other tab's.
    this.lastKey = Math.max(this.lastKey + 1, this.environment.clock.now() * 1000 + Math.floor(this.environment.clock.random() * 1000));
    return `local:${this.lastKey}`;
  }

  private readonly dispatch = (event: SharedEvent | LocalEvent, soon = false): void => {
    this.store.dispatch(event, soon);
    if (event.type === 'irc' && event.event.type === 'typing') {
      this.environment.clock.after(typingTime, () => this.store.dispatch({ type: 'time_passed', now: this.environment.clock.now() }, true));
    }
  };

  private readonly share = (event: SharedEvent): void => {
    if (this.account) this.account.share(event);
    else this.dispatch(event);
  };

  private enter(session: Session): void {
    const { environment } = this;
    this.account?.close();
    this.session = session;
    this.dispatch({ type: 'signed_in', me: session.me });
    const storage = environment.openStorage(session.me.id);
    this.storage = storage;
    this.drafts = environment.drafts(session.me.id);
    this.loadDrafts(this.drafts.get());
    this.drafts.watch((kept) => this.loadDrafts(kept));
    const account = new Account(
      {
        api: this.api,
        clock: environment.clock,
        storage,
        openSocket: environment.openSocket,
        channel: environment.channel(session.me.id),
        askToLead: environment.askToLead(session.me.id),
        clientName: this.options.clientName ?? 'Alloquy web',
        tabName: environment.tabName,
        getState: () => this.state,
        dispatch: this.dispatch,
        rejected: () => this.environment.session.set(null),
      },
      { token: session.token, username: session.me.username },
    );
    this.account = account;
    if (this.state.connection.phase === 'starting' || this.state.connection.phase === 'signed_out' || this.state.connection.phase === 'rejected') {
      this.dispatch({ type: 'connection', connection: { phase: 'connecting', retryAt: null, reason: null, follower: false } });
    }
    void account.restore();
  }

  /** Signed out: nothing of the account stays on screen. */
  private leave(phase: 'signed_out', reason: string | null): void {
    this.account?.close();
    this.account = null;
    this.session = null;
    this.dispatch({ type: 'signed_out' });
    this.dispatch({ type: 'connection', connection: { phase, retryAt: null, reason, follower: false } });
  }

  /** In another tab. */
  private sessionChanged(kept: Session | null): void {
    if (kept && kept.token !== this.session?.token) {
      if (this.session && this.session.me.id !== kept.me.id) this.leave('signed_out', null);
      this.enter(kept);
      return;
    }
    if (kept || !this.session) return;
    // Why it ended is told by the tab that holds the connection, a moment later or earlier.
    this.environment.clock.after(signOutGrace, () => {
      if (this.environment.session.get() === null && this.state.connection.phase !== 'rejected') this.leave('signed_out', null);
    });
  }

  private async loadServer(): Promise<void> {
    const answer = await this.api.call<Schemas['Server']>('GET', '/server');
    if (answer.ok) this.dispatch({ type: 'server_known', server: { name: answer.value.name, version: answer.value.version, registration: answer.value.registration } });
  }

  private loadDrafts(kept: Readonly<Record<Id, Draft>> | null): void {
    for (const [room, draft] of Object.entries(kept ?? {})) {
      if (typeof draft?.text === 'string') this.dispatch({ type: 'draft_changed', room, draft: { text: draft.text, replyTo: draft.replyTo ?? null, editing: draft.editing ?? null } });
    }
    for (const room of Object.keys(this.state.drafts)) if (!Object.hasOwn(kept ?? {}, room)) this.dispatch({ type: 'draft_changed', room, draft: null });
  }

  private makeActions(): Actions {
    const port = { api: this.api, clock: this.environment.clock, getState: () => this.state, dispatch: this.dispatch };
    return {
      ...makeActions({ ...port, removals: this.removals, account: () => this.account, share: this.share, newKey: () => this.newKey() }),
      ...makeSearch({ ...port, found: (messages) => this.account?.profiles.read(messages) }),
      signIn: (username, password, code) => this.signIn(username, password, code),
      register: (request) => this.register(request),
      openSession: (token) => this.openSession(token),
      signOut: () => this.signOut(),
      setPreferences: (change) => {
        this.dispatch({ type: 'preferences_changed', change });
        this.environment.preferences.set(this.state.preferences);
      },
      setDraft: (room, draft) => {
        this.dispatch({ type: 'draft_changed', room, draft });
        const own = Object.entries(this.state.drafts).filter(([id]) => !Object.hasOwn(this.state.internal.aliases, id));
        this.drafts?.set(own.length > 0 ? Object.fromEntries(own) : null);
      },
    };
  }

  private async signIn(username: string, password: string, code?: string): Promise<Problem | null> {
    const parameters = await this.api.call<Schemas['AuthParameters']>('GET', `/auth/parameters?username=${encodeURIComponent(username)}`);
    if (!parameters.ok) return parameters.problem;
    const { scheme, salt, opslimit, memlimit } = parameters.value;
    if (scheme === 'split-1' && !this.options.deriveKey) return problemOf('unsupported_scheme');
    const proof = scheme === 'split-1' && this.options.deriveKey ? { auth_key: await this.options.deriveKey(password, salt, opslimit, memlimit) } : { password };
    const body = { username, ...proof, ...(code ? { code } : {}), client: this.options.clientName ?? 'Alloquy web' };
    const opened = await this.api.call<Schemas['OpenedSession']>('POST', '/sessions', body);
    if (!opened.ok) return opened.problem;
    this.adopt(opened.value.token, opened.value.account);
    return null;
  }

  private async register(request: { username: string; password: string; invite?: string }): Promise<Problem | null> {
    const made = await this.api.call<Schemas['Registered']>('POST', '/accounts', { ...request, client: this.options.clientName ?? 'Alloquy web' });
    if (!made.ok) return made.problem;
    if (made.value.token === null) return problemOf('account_pending');
    this.adopt(made.value.token, made.value.account);
    return null;
  }

  private async openSession(token: string): Promise<Problem | null> {
    const api = this.environment.api(() => token, () => {});
    const answer: ApiResult<Schemas['Account']> = await api.call<Schemas['Account']>('GET', '/accounts/me');
    if (!answer.ok) return answer.problem;
    this.adopt(token, answer.value);
    return null;
  }

  private adopt(token: string, account: Schemas['Account']): void {
    const me: Me = { id: account.id, username: account.username, displayName: account.display_name, owner: account.owner, staff: account.owner };
    // Who was thrown out and comes back finds everything where it was; another person doesn't.
    if (this.state.me && this.state.me.id !== me.id) this.leave('signed_out', null);
    this.environment.session.set({ token, me });
    this.enter({ token, me });
  }

  private async signOut(): Promise<void> {
    const { storage, session, drafts } = this;
    this.removals.flush();
    if (session) await this.api.call('DELETE', '/sessions/current');
    this.environment.session.set(null);
    drafts?.set(null);
    this.leave('signed_out', null);
    await storage?.clear();
  }
}

/** What is kept may be of another release: only what fits is taken. */
function readPreferences(kept: Partial<Preferences> | null): Preferences {
  const entries = Object.entries(defaultPreferences).map(([name, usual]) => {
    const value = (kept as Record<string, unknown> | null)?.[name];
    return [name, typeof value === typeof usual && value !== null ? value : usual];
  });
  const read = Object.fromEntries(entries) as unknown as Preferences;
  return { ...read, panes: { ...defaultPreferences.panes, ...read.panes }, fontScale: Math.min(2, Math.max(0.8, read.fontScale)) };
}
