// SPDX-License-Identifier: GPL-2.0-or-later
// People by their account name in lower case: who they are, and whether they are here.

import { foldName } from '@alloquy/base/text.std';
import type { CoreState } from '../core_state.std';
import type { Person } from '../model.std';

type People = CoreState['people'];

export function unknownPerson(username: string): Person {
  return {
    username, id: null, displayName: username, color: null, avatarUrl: null, pronouns: null, status: null, homepage: null,
    bot: false, away: false, online: false,
  };
}

export function withPerson(people: People, username: string, change: Partial<Person>): People {
  if (username === '') return people;
  const key = foldName(username);
  const known = people[key];
  const base = known ?? unknownPerson(username);
  const differs = Object.entries(change).some(([field, value]) => base[field as keyof Person] !== value);
  return known && !differs ? people : { ...people, [key]: { ...base, ...change } };
}

/** Changes many without a copy for each. */
export function withPeople(people: People, changes: readonly (Partial<Person> & { readonly username: string })[]): People {
  const next: Record<string, Person> = { ...people };
  let differs = false;
  for (const change of changes) {
    const key = foldName(change.username);
    const updated = withPerson(next, change.username, change)[key];
    if (!updated || updated === next[key]) continue;
    next[key] = updated;
    differs = true;
  }
  return differs ? next : people;
}

type Field = (value: string | null, username: string) => Partial<Person>;

/** Profile keys (docs/protocol/irc.md, "Profiles") and what they set. */
const profileFields: Readonly<Record<string, Field>> = {
  'display-name': (value, username) => ({ displayName: value || username }),
  color: (value) => ({ color: value !== null && /^#[0-9a-f]{6}$/i.test(value) ? value.toLowerCase() : null }),
  avatar: (value) => ({ avatarUrl: httpsOnly(value) }),
  pronouns: (value) => ({ pronouns: value || null }),
  status: (value) => ({ status: value || null }),
  homepage: (value) => ({ homepage: value !== null && /^https?:\/\//i.test(value) ? value : null }),
  bot: (value) => ({ bot: value !== null }),
};

export const profileKeys = Object.keys(profileFields);

function httpsOnly(value: string | null): string | null {
  return value !== null && /^https:\/\//i.test(value) ? value : null;
}

export function profileChange(username: string, key: string, value: string | null): Partial<Person> {
  return Object.hasOwn(profileFields, key) ? (profileFields[key]?.(value, username) ?? {}) : {};
}

export function profileChanges(username: string, values: Readonly<Record<string, string | null>>): Partial<Person> {
  return Object.entries(values).reduce((change, [key, value]) => ({ ...change, ...profileChange(username, key, value) }), {});
}
