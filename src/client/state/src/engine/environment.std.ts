// SPDX-License-Identifier: GPL-2.0-or-later
// What the engine needs from the browser. Tests give it a clock that they turn and sockets that they hold.

import type { ApiResult } from '@alloquy/protocol/api/problems.std';

export interface Clock {
  now(): number;
  /** In [0, 1). */
  random(): number;
  /** Runs once; the answer takes it back. */
  after(milliseconds: number, run: () => void): () => void;
}

export interface Api {
  call<Answer>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<ApiResult<Answer>>;
}

export interface SocketHandlers {
  opened(): void;
  received(text: string): void;
  /** Once, also when it never opened. */
  closed(code: number): void;
}

export interface Socket {
  send(text: string): void;
  close(): void;
}

export type OpenSocket = (path: '/irc' | '/api/v1/gateway', handlers: SocketHandlers) => Socket;

/** Kept in this browser for one account. Failing is no error: it answers as if nothing was there. */
export interface Storage {
  get<Value>(table: StorageTable, key: string): Promise<Value | null>;
  all<Value>(table: StorageTable): Promise<readonly Value[]>;
  put(table: StorageTable, key: string, value: unknown): Promise<void>;
  remove(table: StorageTable, key: string): Promise<void>;
}

export type StorageTable = 'state' | 'timelines' | 'outbox';
