// SPDX-License-Identifier: GPL-2.0-or-later
// How screens reach the state and what they may ask for. Everything comes through one context, so that a test can give a screen a store of its own.

import { createContext, useCallback, useContext, useRef, useSyncExternalStore, type ReactNode } from 'react';
import type { Actions, AppState, Problem } from '@alloquy/state/model.std';

/** A value that changes, and somebody to tell. zustand's stores fit. */
export interface Store {
  getState(): AppState;
  subscribe(listener: () => void): () => void;
}

export type ApiResult<Answer> = { readonly ok: true; readonly value: Answer } | { readonly ok: false; readonly problem: Problem };

/** The part of the API client that screens use: `path` is below /api/v1 and holds its query. Never throws. */
export interface ApiClient {
  call<Answer>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<ApiResult<Answer>>;
}

export interface App {
  readonly store: Store;
  readonly actions: Actions;
  readonly api: ApiClient;
}

const AppContext = createContext<App | null>(null);

export function AppProvider({ app, children }: { readonly app: App; readonly children: ReactNode }) {
  return <AppContext.Provider value={app}>{children}</AppContext.Provider>;
}

function useAppContext(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('This screen stands outside of AppProvider.');
  return app;
}

/** What `selector` reads from the state. The component is drawn again only when the answer changes, by shallow comparison: a selector may make objects and arrays. */
export function useApp<Value>(selector: (state: AppState) => Value): Value {
  const { store } = useAppContext();
  const last = useRef<{ state: AppState; selector: (state: AppState) => Value; value: Value } | null>(null);
  const read = () => {
    const state = store.getState();
    const previous = last.current;
    if (previous && previous.state === state && previous.selector === selector) return previous.value;
    const made = selector(state);
    const value = previous && shallowEqual(previous.value, made) ? previous.value : made;
    last.current = { state, selector, value };
    return value;
  };
  const subscribe = useCallback((listener: () => void) => store.subscribe(listener), [store]);
  return useSyncExternalStore(subscribe, read, read);
}

export function useActions(): Actions {
  return useAppContext().actions;
}

export function useApi(): ApiClient {
  return useAppContext().api;
}

/** For handlers that need the state of the moment without being drawn again when it changes. */
export function useStore(): Store {
  return useAppContext().store;
}

export function shallowEqual(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => Object.hasOwn(other, key) && Object.is((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]));
}
