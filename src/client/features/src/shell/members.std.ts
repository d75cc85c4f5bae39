// SPDX-License-Identifier: GPL-2.0-or-later
// The members of a room in groups: who runs it, who is here, who isn't.

import type { Member, Person } from '@alloquy/state/model.std';

export type MemberGroup = 'operators' | 'online' | 'offline';

export interface MemberEntry {
  readonly username: string;
  readonly name: string;
  readonly rank: string;
  readonly status: string | null;
}

export type MemberRow = { readonly type: 'title'; readonly group: MemberGroup; readonly count: number } | ({ readonly type: 'member'; readonly group: MemberGroup } & MemberEntry);

export function memberRows(members: readonly Member[], people: Readonly<Record<string, Person>>, filter: string): MemberRow[] {
  const wanted = filter.trim().toLowerCase();
  const groups: Record<MemberGroup, MemberEntry[]> = { operators: [], online: [], offline: [] };
  for (const { username, prefixes } of members) {
    const person = people[username.toLowerCase()];
    const name = person?.displayName || username;
    if (wanted !== '' && !name.toLowerCase().includes(wanted) && !username.toLowerCase().includes(wanted)) continue;
    const rank = prefixes.charAt(0);
    const online = person?.online ?? true;
    const group = !online ? 'offline' : /[~&@%]/.test(rank) ? 'operators' : 'online';
    groups[group].push({ username, name, rank, status: person?.status ?? null });
  }
  const rows: MemberRow[] = [];
  for (const group of ['operators', 'online', 'offline'] as const) {
    const entries = groups[group].sort(compareMembers);
    if (entries.length > 0) rows.push({ type: 'title', group, count: entries.length });
    for (const entry of entries) rows.push({ type: 'member', group, ...entry });
  }
  return rows;
}

const ranks = ['~', '&', '@', '%', '+', ''];
const collator = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });

function compareMembers(one: MemberEntry, other: MemberEntry): number {
  return ranks.indexOf(one.rank) - ranks.indexOf(other.rank) || collator.compare(one.name, other.name);
}
