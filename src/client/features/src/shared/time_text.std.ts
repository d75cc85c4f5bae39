// SPDX-License-Identifier: GPL-2.0-or-later
// Times in words, by language and by the clock that was chosen. Formatters are kept: making one costs a millisecond.

import type { TimestampStyle } from '@alloquy/protocol/markup/nodes.std';

export interface TimeStyle {
  readonly language: string;
  readonly clock24: 'auto' | 'yes' | 'no';
}

const formatters = new Map<string, Intl.DateTimeFormat>();
const relativeFormatters = new Map<string, Intl.RelativeTimeFormat>();

function formatter(style: TimeStyle, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([style.language, style.clock24, options]);
  const known = formatters.get(key);
  if (known) return known;
  const withHours = options.timeStyle !== undefined || options.hour !== undefined;
  const clock: Intl.DateTimeFormatOptions = withHours && style.clock24 !== 'auto' ? { hourCycle: style.clock24 === 'yes' ? 'h23' : 'h12' } : {};
  const made = new Intl.DateTimeFormat(style.language, { ...options, ...clock });
  formatters.set(key, made);
  return made;
}

function format(time: number, style: TimeStyle, options: Intl.DateTimeFormatOptions): string {
  // Dates end 275,760 years from now; a message may say more.
  return Math.abs(time) <= 8.64e15 ? formatter(style, options).format(time) : '—';
}

export function clockTime(time: number, style: TimeStyle): string {
  return format(time, style, { timeStyle: 'short' });
}

export function fullTime(time: number, style: TimeStyle): string {
  return format(time, style, { dateStyle: 'full', timeStyle: 'medium' });
}

export function dayText(time: number, style: TimeStyle, now: number): string {
  const days = daysBetween(time, now);
  if (days === 0 || days === -1) return capital(relative(style).format(days, 'day'), style.language);
  const sameYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  return format(time, style, sameYear ? { weekday: 'long', day: 'numeric', month: 'long' } : { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
}

/** Short beside a name: the clock today, the date before. */
export function shortTime(time: number, style: TimeStyle, now: number): string {
  const days = daysBetween(time, now);
  if (days === 0) return clockTime(time, style);
  if (days === -1) return `${capital(relative(style).format(-1, 'day'), style.language)}, ${clockTime(time, style)}`;
  return format(time, style, { dateStyle: 'short', timeStyle: 'short' });
}

/** Days from the one of `now` to the one of `time`, by the clock on the wall: -1 is yesterday. */
export function daysBetween(time: number, now: number): number {
  const midnight = (at: number) => new Date(at).setHours(0, 0, 0, 0);
  return Math.round((midnight(time) - midnight(now)) / 86_400_000);
}

export function sameDay(one: number, other: number): boolean {
  return daysBetween(one, other) === 0;
}

const styles: Readonly<Record<Exclude<TimestampStyle, 'R'>, Intl.DateTimeFormatOptions>> = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
};

/** A time in a message: `<t:1700000000:R>`. */
export function timestampText(seconds: number, kind: TimestampStyle, style: TimeStyle, now: number): string {
  return kind === 'R' ? relativeTime(seconds * 1000, style, now) : format(seconds * 1000, style, styles[kind]);
}

const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

export function relativeTime(time: number, style: TimeStyle, now: number): string {
  const seconds = Math.round((time - now) / 1000);
  const [unit, length] = units.find(([, unitLength]) => Math.abs(seconds) >= unitLength) ?? ['second', 1];
  return relative(style).format(Math.trunc(seconds / length), unit);
}

function relative(style: TimeStyle): Intl.RelativeTimeFormat {
  const known = relativeFormatters.get(style.language);
  if (known) return known;
  const made = new Intl.RelativeTimeFormat(style.language, { numeric: 'auto' });
  relativeFormatters.set(style.language, made);
  return made;
}

function capital(text: string, language: string): string {
  return text.charAt(0).toLocaleUpperCase(language) + text.slice(1);
}
