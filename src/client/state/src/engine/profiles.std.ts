// SPDX-License-Identifier: GPL-2.0-or-later
// Names, colours and pictures of people whose messages are shown and who aren't here to tell: asked for once, a few at a time.

import { foldName } from '@alloquy/base/text.std';
import type { components } from '@alloquy/protocol/api/openapi.std';
import type { CoreState } from '../core_state.std';
import type { SharedEvent } from '../events.std';
import type { Message } from '../model.std';
import { profileChanges } from '../reducers/people.std';
import type { Api } from './environment.std';

const together = 2;
const most = 300;

export class Profiles {
  private readonly asked = new Set<string>();
  private readonly queue: string[] = [];
  private running = 0;

  constructor(
    private readonly api: Api,
    private readonly getState: () => CoreState,
    private readonly share: (event: SharedEvent) => void,
  ) {}

  /** Ids come with the messages themselves. */
  read(messages: readonly Message[]): void {
    const people = new Map<string, { readonly username: string; readonly id: string }>();
    for (const { author, webhook } of messages) {
      if (author.id !== null && webhook === null && author.username !== '') people.set(foldName(author.username), { username: author.username, id: author.id });
    }
    const known = this.getState().people;
    const fresh = [...people].filter(([key, { id }]) => known[key]?.id !== id);
    if (fresh.length > 0) this.share({ type: 'people_known', people: fresh.map(([, person]) => person) });
    for (const { username } of people.values()) this.want(username);
  }

  want(username: string): void {
    const key = foldName(username);
    if (this.asked.has(key) || this.asked.size >= most) return;
    this.asked.add(key);
    this.queue.push(username);
    this.next();
  }

  forget(): void {
    this.asked.clear();
    this.queue.length = 0;
  }

  private next(): void {
    while (this.running < together) {
      const username = this.queue.shift();
      if (username === undefined) return;
      this.running += 1;
      void this.ask(username).finally(() => {
        this.running -= 1;
        this.next();
      });
    }
  }

  private async ask(username: string): Promise<void> {
    const answer = await this.api.call<components['schemas']['Profile']>('GET', `/accounts/${encodeURIComponent(username)}/profile`);
    if (!answer.ok) {
      // A name that nobody has anymore isn't asked for again; a lost network is.
      if (answer.problem.code === 'network' || answer.problem.code === 'rate_limited') this.asked.delete(foldName(username));
      return;
    }
    const { account_id: id, username: spelled, values } = answer.value;
    this.share({ type: 'people_known', people: [{ username: spelled, id, ...profileChanges(spelled, values) }] });
  }
}
