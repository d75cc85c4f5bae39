// SPDX-License-Identifier: GPL-2.0-or-later
import type { Time } from '@alloquy/state/model.std';

/** Who types now, without oneself and those one has blocked; and when that changes next. */
export function typingNow(typing: Readonly<Record<string, Time>>, now: Time, me: string | null, blocked: readonly string[]): { names: string[]; until: Time | null } {
  const hidden = new Set(blocked.map((name) => name.toLowerCase()));
  if (me !== null) hidden.add(me.toLowerCase());
  const active = Object.entries(typing).filter(([name, end]) => end > now && !hidden.has(name));
  const until = active.length === 0 ? null : Math.min(...active.map(([, end]) => end));
  return { names: active.map(([name]) => name).sort(), until };
}
