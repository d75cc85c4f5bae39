// SPDX-License-Identifier: GPL-2.0-or-later
// What the server says about itself (005), as far as the client goes by it.

export interface ServerRules {
  /** Prefix characters of ranks with their modes, highest first. */
  readonly prefixes: readonly { readonly mode: string; readonly character: string }[];
  /** Channel modes by what they take: lists, always an argument, an argument when set, none. */
  readonly channelModes: readonly [string, string, string, string];
  readonly channelTypes: string;
}

export const usualRules: ServerRules = {
  prefixes: parsePrefixes('(qaohv)~&@%+') ?? [],
  channelModes: ['beI', 'k', 'l', 'imnpst'],
  channelTypes: '#',
};

function parsePrefixes(value: string): ServerRules['prefixes'] | null {
  const match = /^\(([^)]*)\)(.*)$/.exec(value);
  if (!match) return null;
  const [, modes = '', characters = ''] = match;
  if (modes.length !== characters.length) return null;
  return [...modes].map((mode, index) => ({ mode, character: characters[index] ?? '' }));
}

/** `params` of a 005 without the nick and the text at the end. */
export function readIsupport(rules: ServerRules, params: readonly string[]): ServerRules {
  let next = rules;
  for (const param of params) {
    const equals = param.indexOf('=');
    const name = equals < 0 ? param : param.slice(0, equals);
    const value = equals < 0 ? '' : param.slice(equals + 1);
    if (name === 'PREFIX') next = { ...next, prefixes: parsePrefixes(value) ?? next.prefixes };
    if (name === 'CHANTYPES' && value !== '') next = { ...next, channelTypes: value };
    if (name === 'CHANMODES') {
      const [lists = '', always = '', whenSet = '', never = ''] = value.split(',');
      next = { ...next, channelModes: [lists, always, whenSet, never] };
    }
  }
  return next;
}

export interface ModeChange {
  readonly on: boolean;
  readonly mode: string;
  readonly argument: string | null;
}

export function readModes(rules: ServerRules, modes: string, args: readonly string[]): ModeChange[] {
  const [lists, always, whenSet] = rules.channelModes;
  const ranks = rules.prefixes.map((each) => each.mode).join('');
  const changes: ModeChange[] = [];
  let on = true;
  let at = 0;
  for (const mode of modes) {
    if (mode === '+' || mode === '-') {
      on = mode === '+';
      continue;
    }
    const takesOne = lists.includes(mode) || always.includes(mode) || ranks.includes(mode) || (on && whenSet.includes(mode));
    changes.push({ on, mode, argument: takesOne ? (args[at] ?? null) : null });
    if (takesOne) at += 1;
  }
  return changes;
}

/** Only the characters of `text` that are ranks, highest first. */
export function pickPrefixes(rules: ServerRules, text: string): string {
  return rules.prefixes.filter(({ character }) => text.includes(character)).map(({ character }) => character).join('');
}
