// SPDX-License-Identifier: GPL-2.0-or-later
// Times are milliseconds since 1970 inside, and RFC 3339 in UTC outside.

/** Null for what is no time. */
export function parseTime(text: string | null | undefined): number | null {
  if (!text || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text)) return null;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
}

export function formatTime(time: number): string {
  return new Date(time).toISOString();
}
