// SPDX-License-Identifier: GPL-2.0-or-later
import { describe, expect, it, vi } from 'vitest';
import type { Actions, Room } from '@alloquy/state/model.std';
import { commands, parseInput, type CommandContext } from './commands.std';
import { completionAt, rankNames } from './completion.std';
import { toggleCode, toggleMark, toggleQuote, type Edit } from './formatting.std';
import { fullness, messageBytes, messageLines, splitText, utf8Length } from './limits.std';
import { parseMarkup } from '@alloquy/protocol/markup/parse.std';
import { plainText } from '@alloquy/protocol/markup/plain_text.std';

describe('what can be completed', () => {
  const at = (text: string, caret = text.length) => {
    const found = completionAt(text, caret);
    return found && `${found.kind} ${found.query} ${found.start}-${found.end}`;
  };
  it.each([
    ['@', 'person  0-1'],
    ['hi @an', 'person an 3-6'],
    ['(#gen', 'room gen 1-5'],
    [':wa', 'emoji wa 0-3'],
    [':)', null],
    [':D', null],
    ['10:30', null],
    ['a@b', null],
    ['/jo', 'command jo 0-3'],
    ['say /jo', null],
    ['/join #gen', 'room gen 6-10'],
    ['`@an', null],
    ['`a` @an', 'person an 4-7'],
    ['```\n@an', null],
    ['```\nx\n```\n@an', 'person an 10-13'],
    ['@jörg', 'person jörg 0-5'],
  ])('in %j', (text, found) => {
    expect(at(text)).toBe(found);
  });
  it('is what stands before the caret', () => {
    expect(at('@anna later', 3)).toBe('person an 0-3');
  });
  it('is ranked by how the name begins', () => {
    const names = ['joanna', 'anna', 'ann', 'mary-ann', 'ben'];
    expect(rankNames(names, 'ann', (name) => [name], 9)).toEqual(['ann', 'anna', 'mary-ann', 'joanna']);
    expect(rankNames(names, '', (name) => [name], 2)).toHaveLength(2);
  });
});

describe('commands', () => {
  it('have each name once', () => {
    const names = commands.flatMap((command) => [command.name, ...(command.aliases ?? [])]);
    expect(new Set(names).size).toBe(names.length);
  });
  it.each([
    ['hello', 'text'],
    ['//me', 'text'],
    ['/usr/bin is full', 'text'],
    ['/ ', 'text'],
    ['/me waves', 'command'],
    ['/ME waves', 'command'],
    ['/me', 'incomplete'],
    ['/dance', 'unknown'],
    ['/topic two\nlines', 'command'],
  ])('%j is %s', (text, type) => {
    expect(parseInput(text).type).toBe(type);
  });
  it('escapes a slash with a second', () => {
    expect(parseInput('//me')).toEqual({ type: 'text', text: '/me' });
  });

  const room = { id: '1', kind: 'text' } as Room;
  function run(text: string, over: Partial<Actions> = {}) {
    const actions = { send: vi.fn(), joinChannel: vi.fn(async () => null), setAway: vi.fn(), openConversation: vi.fn(async () => '9'), leaveRoom: vi.fn(), ...over } as unknown as Actions;
    const context: CommandContext = { room, actions, go: vi.fn(), openHelp: vi.fn(), openSearch: vi.fn(), replyTo: null, pathOfChannel: (channel) => `/rooms/${channel}` };
    const parsed = parseInput(text);
    if (parsed.type !== 'command') throw new Error(parsed.type);
    return { context, actions, result: parsed.command.run(context, parsed.argument) };
  }
  it('do what they say', async () => {
    expect(run('/me waves').actions.send).toHaveBeenCalledWith('1', 'waves', { action: true });
    const join = run('/j general');
    await join.result;
    expect(join.actions.joinChannel).toHaveBeenCalledWith('#general');
    expect(join.context.go).toHaveBeenCalledWith('/rooms/#general');
    expect(run('/away').actions.setAway).toHaveBeenCalledWith('away');
    const message = run('/msg @Anna see you');
    await message.result;
    expect(message.actions.openConversation).toHaveBeenCalledWith('Anna');
    expect(message.actions.send).toHaveBeenCalledWith('9', 'see you');
    expect(message.context.go).toHaveBeenCalledWith('/dm/Anna');
    const wrong = run('/msg nobody hi', { openConversation: async () => null });
    expect(await wrong.result).not.toBeNull();
    expect(wrong.actions.send).not.toHaveBeenCalled();
  });
  it('send plain text that is read as it was written', () => {
    const text = '*a* _b_ `c` ||d|| [e](https://f.example) @g #h :i: > - # 1';
    const { actions } = run(`/plain ${text}`);
    const sent = vi.mocked(actions.send).mock.calls[0]?.[1] ?? '';
    expect(plainText(parseMarkup(sent))).toBe(text);
  });
});

describe('marks', () => {
  const apply = (text: string, from: number, to: number, edit: (text: string, from: number, to: number) => Edit) => {
    const { start, end, text: inserted, selectionStart, selectionEnd } = edit(text, from, to);
    const result = text.slice(0, start) + inserted + text.slice(end);
    return `${result.slice(0, selectionStart)}[${result.slice(selectionStart, selectionEnd)}]${result.slice(selectionEnd)}`;
  };
  const bold = (text: string, from: number, to: number) => toggleMark(text, from, to, '**');
  const italic = (text: string, from: number, to: number) => toggleMark(text, from, to, '*');

  it('come and go around the selection', () => {
    expect(apply('a word', 2, 6, bold)).toBe('a **[word]**');
    expect(apply('a **word**', 4, 8, bold)).toBe('a [word]');
    expect(apply('a **word**', 2, 10, bold)).toBe('a [word]');
    expect(apply('a **word**', 4, 8, italic)).toBe('a ***[word]***');
    expect(apply('***word***', 3, 7, italic)).toBe('**[word]**');
    expect(apply('***word***', 3, 7, bold)).toBe('*[word]*');
  });
  it('leave spaces outside and wait for text where nothing is selected', () => {
    expect(apply('a word ', 1, 7, bold)).toBe('a **[word]** ');
    expect(apply('', 0, 0, bold)).toBe('**[]**');
  });
  it('quote whole lines', () => {
    expect(apply('one\ntwo\nthree', 5, 6, toggleQuote)).toBe('one\n[> two]\nthree');
    expect(apply('> one\n> two', 0, 11, toggleQuote)).toBe('[one\ntwo]');
  });
  it('make a block of several lines of code', () => {
    expect(apply('x a\nb', 2, 5, toggleCode)).toBe('x \n```\n[a\nb]\n```');
    expect(apply('x a', 2, 3, toggleCode)).toBe('x `[a]`');
  });
});

describe('limits', () => {
  it('count bytes as they are sent', () => {
    for (const text of ['abc', 'äöü', '€', '👍🏽']) expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
    expect(fullness('a'.repeat(messageBytes))).toBe(1);
    expect(fullness('\n'.repeat(messageLines))).toBeGreaterThan(1);
  });
  it('keep a text that fits whole', () => {
    const text = `${'a'.repeat(100)}\n`.repeat(99) + 'end';
    expect(splitText(text)).toEqual([text]);
  });
  it.each([
    ['lines', 'some words\n'.repeat(5000)],
    ['one line of words', 'word '.repeat(20_000)],
    ['one line without spaces', '👍'.repeat(20_000)],
  ])('cut %s without losing anything', (_, text) => {
    const parts = splitText(text);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) {
      expect(utf8Length(part)).toBeLessThanOrEqual(messageBytes);
      expect(part.split('\n').length).toBeLessThanOrEqual(messageLines);
      expect(/[\ud800-\udbff]$|^[\udc00-\udfff]/.test(part)).toBe(false);
    }
    expect(parts.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
  });
});
