// SPDX-License-Identifier: GPL-2.0-or-later
// People and what they have, made by the REST API: a story shows one thing, and the rest is there already.

import { expect, request, type APIRequestContext } from '@playwright/test';
import type { Stack } from './stack.js';

export interface Person {
  readonly username: string;
  readonly password: string;
  readonly token: string;
}

export const goodPassword = 'correct horse battery staple';

async function answerOf<T>(context: APIRequestContext, method: 'GET' | 'POST' | 'DELETE', path: string, data?: unknown): Promise<T> {
  const response = await context.fetch(`/api/v1${path}`, { method, data });
  if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${await response.text()}`);
  const text = await response.text();
  return (text === '' ? {} : JSON.parse(text)) as T;
}

export class Api {
  private constructor(private readonly context: APIRequestContext) {}

  static async open(stack: Stack, token?: string): Promise<Api> {
    const headers = token ? { Authorization: `Bearer ${token}` } : undefined;
    return new Api(
      await request.newContext({ baseURL: stack.url, ignoreHTTPSErrors: true, ...(headers ? { extraHTTPHeaders: headers } : {}) }),
    );
  }

  get<T>(path: string): Promise<T> {
    return answerOf<T>(this.context, 'GET', path);
  }

  post<T>(path: string, body: unknown): Promise<T> {
    return answerOf<T>(this.context, 'POST', path, body);
  }

  remove(path: string): Promise<unknown> {
    return answerOf(this.context, 'DELETE', path);
  }

  close(): Promise<void> {
    return this.context.dispose();
  }
}

async function register(stack: Stack, username: string, invite: string): Promise<Person> {
  const api = await Api.open(stack);
  const made = await api.post<{ token: string }>('/accounts', { username, password: goodPassword, invite });
  await api.close();
  return { username, password: goodPassword, token: made.token };
}

export function addOwner(stack: Stack, username: string): Promise<Person> {
  return register(stack, username, stack.ownerLink().split('#')[1] ?? '');
}

export async function addPerson(stack: Stack, owner: Person, username: string): Promise<Person> {
  const api = await Api.open(stack, owner.token);
  const invite = await api.post<{ code: string }>('/invites', {});
  await api.close();
  return register(stack, username, invite.code);
}

/** The id of a channel that somebody has joined. */
export async function roomId(stack: Stack, person: Person, channel: string): Promise<string> {
  const api = await Api.open(stack, person.token);
  let found: { id: string } | undefined;
  // A room that was joined a moment ago is still being made.
  await expect
    .poll(async () => {
      const { items } = await api.get<{ items: { id: string; irc_channel: string | null }[] }>('/rooms');
      found = items.find((room) => room.irc_channel === channel);
      return found !== undefined;
    }, { message: `${channel} is there` })
    .toBe(true);
  await api.close();
  if (!found) throw new Error(`there is no ${channel}`);
  return found.id;
}

/** Has a room filled by several people, as quickly as the server lets each of them write. */
export async function fill(stack: Stack, owner: Person, room: string, texts: readonly string[], names: string): Promise<void> {
  const atOnce = 50;
  for (let start = 0; start < texts.length; start += atOnce) {
    const writer = await addPerson(stack, owner, `${names}${start / atOnce}`);
    const api = await Api.open(stack, writer.token);
    for (const text of texts.slice(start, start + atOnce)) await api.post(`/rooms/${room}/messages`, { text });
    await api.close();
  }
}
