// SPDX-License-Identifier: GPL-2.0-or-later

/** The language as the browser wants it, with its country: dates look otherwise in London than in New York. */
export function withRegion(language: string): string {
  return navigator.languages.find((wanted) => wanted === language || wanted.startsWith(`${language}-`)) ?? language;
}
