// SPDX-License-Identifier: GPL-2.0-or-later
// Lists of a channel's members come in many lines; they are one event at their end.

import type { IrcEvent, WhoEntry } from './events.std';
import { pickPrefixes, type ServerRules } from './isupport.std';
import { parseSource, type Line } from './line.std';

/** Tells our WHO from others' answers (WHOX). */
export const whoToken = '101';

export function whoQuestion(channel: string): string {
  return `WHO ${channel} %tcnfa,${whoToken}`;
}

const mostEntries = 50_000;

export class Rosters {
  private readonly who = new Map<string, WhoEntry[]>();
  private readonly names = new Map<string, WhoEntry[]>();

  take(line: Line, rules: ServerRules): IrcEvent | null {
    switch (line.command) {
      case '354':
        this.takeWho(line, rules);
        return null;
      case '315':
        return this.finish(this.who, line.params[1] ?? '');
      case '353':
        this.takeNames(line, rules);
        return null;
      case '366':
        return this.finish(this.names, line.params[1] ?? '');
      default:
        return null;
    }
  }

  private takeWho(line: Line, rules: ServerRules): void {
    const [, token, channel = '', nick = '', flags = '', account = '0'] = line.params;
    if (token !== whoToken || nick === '') return;
    add(this.who, channel, { nick, account: account === '0' || account === '' ? null : account, prefixes: pickPrefixes(rules, flags.slice(1)), away: flags.startsWith('G') });
  }

  private takeNames(line: Line, rules: ServerRules): void {
    const channel = line.params[2] ?? '';
    for (const word of (line.params[3] ?? '').split(' ')) {
      const characters = rules.prefixes.map((each) => each.character).join('');
      let at = 0;
      while (at < word.length && characters.includes(word.charAt(at))) at += 1;
      const { nick } = parseSource(word.slice(at));
      if (nick !== '') add(this.names, channel, { nick, account: null, prefixes: pickPrefixes(rules, word.slice(0, at)), away: null });
    }
  }

  private finish(lists: Map<string, WhoEntry[]>, channel: string): IrcEvent | null {
    const members = lists.get(channel.toLowerCase());
    lists.delete(channel.toLowerCase());
    return members ? { type: 'members', channel, members } : null;
  }
}

function add(lists: Map<string, WhoEntry[]>, channel: string, entry: WhoEntry): void {
  const key = channel.toLowerCase();
  const list = lists.get(key) ?? [];
  if (list.length < mostEntries) list.push(entry);
  lists.set(key, list);
}
