// SPDX-License-Identifier: GPL-2.0-or-later
// What begins with a slash. One table gives the commands, their help, and their completion.

import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import type { Actions, Id, Problem, Room } from '@alloquy/state/model.std';

export interface CommandContext {
  readonly room: Room;
  readonly actions: Actions;
  readonly go: (path: string) => void;
  readonly openHelp: () => void;
  readonly openSearch: (query: string) => void;
  readonly replyTo: Id | null;
  /** The address of a channel that one is in; null if it isn't known yet. */
  readonly pathOfChannel: (channel: string) => string | null;
}

/** Null: done. A problem: the text stays, so that it can be put right. */
export type CommandResult = Promise<Problem | MessageDescriptor | null>;

export interface Command {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** As the help writes it. */
  readonly usage: MessageDescriptor | null;
  readonly text: MessageDescriptor;
  readonly needs: 'nothing' | 'text' | 'name';
  readonly only?: Room['kind'];
  run(context: CommandContext, argument: string): CommandResult;
}

const done: CommandResult = Promise.resolve(null);

function sending(make: (argument: string) => string, options: { readonly action?: boolean; readonly notice?: boolean } = {}) {
  return ({ actions, room, replyTo }: CommandContext, argument: string): CommandResult => {
    actions.send(room.id, make(argument), { ...options, ...(replyTo === null ? {} : { replyTo }) });
    return done;
  };
}

async function openConversation({ actions, go }: CommandContext, username: string): Promise<Id | null> {
  const id = await actions.openConversation(username.replace(/^@/, ''));
  if (id !== null) go(`/dm/${encodeURIComponent(username.replace(/^@/, ''))}`);
  return id;
}

const nobody = msg`Nobody has that name.`;

export const commands: readonly Command[] = [
  { name: 'me', usage: msg`/me waves`, text: msg`Say what you do`, needs: 'text', run: sending((text) => text, { action: true }) },
  {
    name: 'msg', aliases: ['query', 'dm'], usage: msg`/msg name hello`, text: msg`Write to a person`, needs: 'name',
    async run(context, argument) {
      const [username = '', ...words] = argument.split(' ');
      const id = await openConversation(context, username);
      if (id === null) return nobody;
      const text = words.join(' ').trim();
      if (text !== '') context.actions.send(id, text);
      return null;
    },
  },
  {
    name: 'join', aliases: ['j'], usage: msg`/join #room`, text: msg`Go to a room`, needs: 'name',
    async run({ actions, go, pathOfChannel }, argument) {
      const channel = argument.startsWith('#') ? argument : `#${argument}`;
      const problem = await actions.joinChannel(channel);
      const path = problem === null ? pathOfChannel(channel) : null;
      if (path !== null) go(path);
      return problem;
    },
  },
  {
    name: 'part', aliases: ['leave'], usage: null, text: msg`Leave this room`, needs: 'nothing', only: 'text',
    run({ actions, room, go }) {
      actions.leaveRoom(room.id);
      go('/');
      return done;
    },
  },
  { name: 'topic', usage: msg`/topic what this room is about`, text: msg`Change the topic`, needs: 'text', only: 'text', run: ({ actions, room }, argument) => actions.setTopic(room.id, argument) },
  {
    name: 'away', usage: msg`/away at lunch`, text: msg`Say that you are away`, needs: 'nothing',
    run({ actions }, argument) {
      actions.setAway(argument === '' ? 'away' : argument);
      return done;
    },
  },
  {
    name: 'back', usage: null, text: msg`Be here again`, needs: 'nothing',
    run({ actions }) {
      actions.setAway(null);
      return done;
    },
  },
  { name: 'shrug', usage: msg`/shrug no idea`, text: msg`Add ¯\\_(ツ)_/¯`, needs: 'nothing', run: sending((text) => `${text} ¯\\_(ツ)_/¯`.trim()) },
  { name: 'tableflip', usage: null, text: msg`Add (╯°□°)╯︵ ┻━┻`, needs: 'nothing', run: sending((text) => `${text} (╯°□°)╯︵ ┻━┻`.trim()) },
  { name: 'unflip', usage: null, text: msg`Add ┬─┬ノ( º _ ºノ)`, needs: 'nothing', run: sending((text) => `${text} ┬─┬ノ( º \\_ ºノ)`.trim()) },
  { name: 'spoiler', usage: msg`/spoiler the end`, text: msg`Hide it until one looks`, needs: 'text', run: sending((text) => `||${text}||`) },
  { name: 'plain', usage: msg`/plain *as it is*`, text: msg`Send without formatting`, needs: 'text', run: sending((text) => text.replace(/[\\`*_~|[\]<>#:@-]/g, '\\$&')) },
  { name: 'notice', usage: msg`/notice the server restarts`, text: msg`Send a notice, which other programs don’t answer`, needs: 'text', run: sending((text) => text, { notice: true }) },
  { name: 'block', aliases: ['ignore'], usage: msg`/block name`, text: msg`Hide what a person says, and take no messages from them`, needs: 'name', run: ({ actions }, argument) => actions.block(argument.replace(/^@/, ''), true) },
  { name: 'unblock', aliases: ['unignore'], usage: msg`/unblock name`, text: msg`Take a block back`, needs: 'name', run: ({ actions }, argument) => actions.block(argument.replace(/^@/, ''), false) },
  {
    name: 'search', usage: msg`/search words`, text: msg`Search in messages`, needs: 'nothing',
    run({ openSearch }, argument) {
      openSearch(argument);
      return done;
    },
  },
  {
    name: 'help', aliases: ['keys'], usage: null, text: msg`Show keys and commands`, needs: 'nothing',
    run({ openHelp }) {
      openHelp();
      return done;
    },
  },
  {
    name: 'quote', aliases: ['raw'], usage: msg`/quote WHOIS name`, text: msg`Send a line of IRC`, needs: 'text',
    run({ actions }, argument) {
      actions.sendRaw(argument.replace(/[\r\n]+/g, ' '));
      return done;
    },
  },
];

const byName = new Map<string, Command>();
for (const command of commands) for (const name of [command.name, ...(command.aliases ?? [])]) byName.set(name, command);

export type ParsedInput =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'command'; readonly command: Command; readonly argument: string }
  | { readonly type: 'unknown'; readonly name: string }
  /** The command wants more than that. */
  | { readonly type: 'incomplete'; readonly command: Command };

/** `//text` is sent as `/text`. What isn't a word after the slash, as in `/usr/bin`, is text. */
export function parseInput(text: string): ParsedInput {
  if (text.startsWith('//')) return { type: 'text', text: text.slice(1) };
  const match = /^\/([a-z]+)(?:\s+([\s\S]*))?$/i.exec(text);
  if (!match) return { type: 'text', text };
  const name = (match[1] ?? '').toLowerCase();
  const argument = (match[2] ?? '').trim();
  const command = byName.get(name);
  if (!command) return { type: 'unknown', name };
  if (command.needs !== 'nothing' && argument === '') return { type: 'incomplete', command };
  return { type: 'command', command, argument };
}
