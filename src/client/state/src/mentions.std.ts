// SPDX-License-Identifier: GPL-2.0-or-later
// Whom a message names, by the server's rules (docs/protocol/irc.md, "Mentions"). The server counts; this only decides what is highlighted.

import { foldName } from '@alloquy/base/text.std';

/** Code is no mention, and neither are addresses; they are blanked out so that positions stay. */
function withoutCode(text: string): string {
  return text
    .replace(/```[\s\S]*?(```|$)/g, (match) => match.replace(/[^\n]/g, ' '))
    .replace(/`[^`\n]*`/g, (match) => ' '.repeat(match.length))
    .replace(/[a-z][a-z0-9+.-]*:\/\/\S+/gi, (match) => ' '.repeat(match.length));
}

const nameCharacter = /[A-Za-z0-9_-]/;

export function namesPerson(text: string, username: string): boolean {
  if (username === '') return false;
  const plain = foldName(withoutCode(text));
  const name = foldName(username);
  for (let at = plain.indexOf(name); at >= 0; at = plain.indexOf(name, at + 1)) {
    const after = plain.charAt(at + name.length);
    if (nameCharacter.test(after)) continue;
    const before = plain.charAt(at - 1);
    if (before === '@' && (at === 1 || !/[\p{L}\p{N}_.+-]/u.test(plain.charAt(at - 2)))) return true;
    if ((at === 0 || before === '\n') && /^[:,] /.test(plain.slice(at + name.length, at + name.length + 2))) return true;
  }
  return false;
}

export function namesEverybody(text: string): boolean {
  return /(^|[^\p{L}\p{N}_.+-])@everyone(?![A-Za-z0-9_-])/iu.test(withoutCode(text));
}
