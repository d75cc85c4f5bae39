// SPDX-License-Identifier: GPL-2.0-or-later
// One IRC line, in and out (RFC 1459, IRCv3 message-tags). Bytes in are hostile: nothing here throws, whatever it gets.

export interface Source {
  readonly nick: string; // or a server's name
  readonly user: string | null;
  readonly host: string | null;
}

export interface Line {
  readonly tags: Readonly<Record<string, string>>;
  readonly source: Source | null;
  /** In upper case; numerics as three digits. */
  readonly command: string;
  readonly params: readonly string[];
}

const mostTags = 256;
const mostParams = 32;
/** 8191 bytes of tags and 512 of the rest are what IRC allows; more is another protocol's. */
export const longestLine = 16_384;

/** Null for lines without a command, and for those that are longer than any that IRC allows. */
export function parseLine(text: string): Line | null {
  if (text.length > longestLine) return null;
  let rest = text.replace(/[\r\n\0]+$/, '');
  let tags: Record<string, string> = {};
  if (rest.startsWith('@')) {
    const end = rest.indexOf(' ');
    if (end < 0) return null;
    tags = parseTags(rest.slice(1, end));
    rest = rest.slice(end + 1);
  }
  rest = rest.replace(/^ +/, '');
  let source: Source | null = null;
  if (rest.startsWith(':')) {
    const end = rest.indexOf(' ');
    if (end < 0) return null;
    source = parseSource(rest.slice(1, end));
    rest = rest.slice(end + 1);
  }
  const { command, params } = parseParams(rest);
  return command === null ? null : { tags, source, command, params };
}

function parseParams(text: string): { command: string | null; params: string[] } {
  let command: string | null = null;
  const params: string[] = [];
  let at = 0;
  for (;;) {
    while (text[at] === ' ') at += 1;
    if (at >= text.length) break;
    if (command !== null && (text[at] === ':' || params.length === mostParams - 1)) {
      params.push(text.slice(text[at] === ':' ? at + 1 : at));
      break;
    }
    const end = text.indexOf(' ', at);
    const word = end < 0 ? text.slice(at) : text.slice(at, end);
    if (command === null) command = word.toUpperCase();
    else params.push(word);
    if (end < 0) break;
    at = end;
  }
  return { command, params };
}

export function parseSource(text: string): Source {
  const at = text.indexOf('@');
  const host = at < 0 ? null : text.slice(at + 1);
  const name = at < 0 ? text : text.slice(0, at);
  const bang = name.indexOf('!');
  return bang < 0 ? { nick: name, user: null, host } : { nick: name.slice(0, bang), user: name.slice(bang + 1), host };
}

export function parseTags(text: string): Record<string, string> {
  // No prototype, so that a tag called "__proto__" is a tag and nothing else.
  const tags: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const piece of text.split(';').slice(0, mostTags)) {
    if (piece === '') continue;
    const equals = piece.indexOf('=');
    const name = equals < 0 ? piece : piece.slice(0, equals);
    if (name !== '') tags[name] = equals < 0 ? '' : unescapeTagValue(piece.slice(equals + 1));
  }
  return tags;
}

const unescaped: Readonly<Record<string, string>> = { ':': ';', s: ' ', r: '\r', n: '\n', '\\': '\\' };

/** An unknown escape stands for its letter, a backslash at the end for nothing (message-tags, "Escaping values"). */
export function unescapeTagValue(value: string): string {
  return value.includes('\\') ? value.replace(/\\([\s\S]?)/g, (_, letter: string) => unescaped[letter] ?? letter) : value;
}

const escaped: Readonly<Record<string, string>> = { ';': '\\:', ' ': '\\s', '\r': '\\r', '\n': '\\n', '\\': '\\\\' };

export function escapeTagValue(value: string): string {
  return value.replace(/[; \r\n\\]/g, (letter) => escaped[letter] ?? letter);
}

export interface OutgoingLine {
  readonly tags?: Readonly<Record<string, string | undefined>>;
  readonly command: string;
  readonly params?: readonly string[];
}

/** Without CR LF. What would break the line into two, or into other parameters, is taken out: text of people ends up here. */
export function serialiseLine({ tags, command, params = [] }: OutgoingLine): string {
  const pairs = Object.entries(tags ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [value === '' ? name : `${name}=${escapeTagValue(value.replaceAll('\0', ''))}`],
  );
  const words = params.map((param, index) => {
    const clean = param.replace(/[\r\n\0]/g, ' ');
    if (index === params.length - 1) return clean === '' || clean.startsWith(':') || clean.includes(' ') ? `:${clean}` : clean;
    const middle = clean.replaceAll(' ', '').replace(/^:+/, '');
    return middle === '' ? '*' : middle;
  });
  return [pairs.length > 0 ? `@${pairs.join(';')}` : null, command, ...words].filter((word) => word !== null).join(' ');
}
