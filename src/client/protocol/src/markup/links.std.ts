// SPDX-License-Identifier: GPL-2.0-or-later
// Which addresses may become links, and what a reader should be warned of before following one.

import type { LinkWarning } from './nodes.std';
import { decodePunycode } from './punycode.std';

const safeSchemes = new Set(['http', 'https', 'mailto', 'irc', 'ircs', 'mumble', 'xmpp', 'matrix']);
const withAuthority = new Set(['http', 'https', 'irc', 'ircs', 'mumble']);

export interface LinkTarget {
  readonly href: string;
  readonly host: string;
  readonly warnings: readonly LinkWarning[];
}

// Controls, spaces, and characters that turn the direction of text or can't be seen: an address with them isn't what it looks like.
const hidden = /[\u0000-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164\ufeff\uffa0\ufff0-\ufff8"<>\\^`{|}]/u;

const maxLength = 2048;

/** Null if the address must not become a link. `label` is the text a reader sees, if it isn't the address. */
export function linkTarget(address: string, label?: string): LinkTarget | null {
  if (address.length > maxLength || hidden.test(address)) return null;
  const scheme = /^([a-z][a-z0-9+.-]{0,15}):/i.exec(address)?.[1]?.toLowerCase();
  if (scheme === undefined || !safeSchemes.has(scheme)) return null;
  if (!withAuthority.has(scheme)) return { href: address, host: '', warnings: [] };

  const authority = /^[^:]+:\/\/([^/?#]*)/.exec(address)?.[1];
  if (authority === undefined) return null;
  const at = authority.lastIndexOf('@');
  const host = hostOf(authority.slice(at + 1));
  if (host === null) return null;

  const warnings = hostWarnings(host);
  if (at >= 0) warnings.push('user_info');
  if (label !== undefined && namesOtherHost(label, host)) warnings.push('other_label');
  return { href: address, host, warnings };
}

function hostOf(text: string): string | null {
  const match = /^(\[[0-9a-f:.]+\]|[^:[\]@%*!$&'()+,;=]+)(?::\d{0,5})?$/iu.exec(text);
  const host = match?.[1]?.toLowerCase();
  if (host === undefined || host.startsWith('.') || host.includes('..')) return null;
  // Browsers fold compatibility characters: one that becomes a dot or a slash changes where the address leads.
  if (host.split(/[.\u3002\uff0e\uff61]/u).some((label) => /[./:?#@%\s]/u.test(label.startsWith('[') ? '' : label.normalize('NFKC')))) return null;
  return host;
}

function hostWarnings(host: string): LinkWarning[] {
  const warnings = new Set<LinkWarning>();
  for (const label of host.split(/[.\u3002\uff0e\uff61]/u)) {
    let name = label;
    if (label.startsWith('xn--')) {
      warnings.add('punycode');
      name = decodePunycode(label.slice(4)) ?? '';
    }
    const scripts = scriptsOf(name);
    if (scripts.size > 1) warnings.add('mixed_scripts');
    if (scripts.size === 1 && !scripts.has('latin') && looksLatin(name)) warnings.add('look_alike');
  }
  return [...warnings];
}

const scriptPatterns: readonly (readonly [string, RegExp])[] = [
  ['latin', /\p{Script=Latin}/u],
  ['cyrillic', /\p{Script=Cyrillic}/u],
  ['greek', /\p{Script=Greek}/u],
  ['armenian', /\p{Script=Armenian}/u],
  ['cherokee', /\p{Script=Cherokee}/u],
  ['georgian', /\p{Script=Georgian}/u],
  ['hebrew', /\p{Script=Hebrew}/u],
  ['arabic', /\p{Script=Arabic}/u],
  // Japanese and Korean names mix these scripts.
  ['east_asian', /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]/u],
];

function scriptsOf(name: string): Set<string> {
  const found = new Set<string>();
  for (const [script, pattern] of scriptPatterns) if (pattern.test(name)) found.add(script);
  return found;
}

// Letters of other scripts that most fonts draw like a Latin one.
const latinTwins = /^[\u0430\u0441\u0435\u0456\u0458\u043e\u0440\u0455\u0445\u0443\u0501\u051b\u051d\u04bb\u04cf\u0475\u0433\u043a\u043c\u0442\u043d\u03bf\u03b1\u03b9\u03ba\u03bd\u03c1\u03c5\u03c7\u03b3\u0585\u057d\u0578\u0570\u0581\u0575\d-]+$/u;

function looksLatin(name: string): boolean {
  return latinTwins.test(name);
}

function namesOtherHost(label: string, host: string): boolean {
  const named = /^\s*(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^\s/@]*@)?((?:[\p{L}\p{N}-]+\.)+\p{L}{2,24})(?=[/:?#\s]|$)/iu.exec(label)?.[1];
  if (named === undefined) return false;
  return withoutWww(named.toLowerCase()) !== withoutWww(host);
}

function withoutWww(host: string): string {
  return host.startsWith('www.') ? host.slice(4) : host;
}
