// SPDX-License-Identifier: GPL-2.0-or-later
// What the list of sessions calls this browser.

const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\//, 'Firefox'],
  [/Chrom(e|ium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/\bAndroid\b/, 'Android'],
  [/\b(iPhone|iPad)\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/** "Firefox on Linux", from `navigator.userAgent`. */
export function clientName(userAgent: string): string {
  const first = (table: readonly (readonly [RegExp, string])[]) => table.find(([pattern]) => pattern.test(userAgent))?.[1];
  const browser = first(browsers) ?? 'Browser';
  const system = first(systems);
  return system ? `${browser} on ${system}` : browser;
}

/** The code of an invite, from what somebody pasted: a link of this server or the code itself. */
export function inviteCode(pasted: string): string {
  const text = pasted.trim();
  const code = /#([^#]+)$/.exec(text)?.[1] ?? /\/invite\/([^/?#]+)/.exec(text)?.[1] ?? text;
  try {
    return decodeURIComponent(code);
  } catch {
    return code;
  }
}
