// SPDX-License-Identifier: GPL-2.0-or-later
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { messages as german } from './de.po';
import { messages as pseudo } from './pseudo.po';

interface Entry {
  readonly id: string;
  readonly text: string;
}

function entriesOf(language: string): readonly Entry[] {
  const po = readFileSync(new URL(`./${language}.po`, import.meta.url), 'utf8');
  const join = (lines: string) => lines.trim().split('\n').map((line) => JSON.parse(line) as string).join('');
  return [...po.matchAll(/^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)/gm)].map((match) => ({ id: join(match[1] ?? ''), text: join(match[2] ?? '') })).filter(({ id }) => id !== '');
}

/** `{name}`, `#` and `<0>` must come back in every translation, or something is lost when it is shown. */
function holesOf(text: string): readonly string[] {
  return [...new Set(text.match(/\{[a-z0-9]\w*(?=[,}])|<\/?\d+\/?>/g) ?? [])].sort();
}

describe('German', () => {
  const entries = entriesOf('de');

  it('has every text', () => {
    expect(entries.length).toBeGreaterThan(300);
    expect(entries.filter(({ text }) => text === '').map(({ id }) => id)).toEqual([]);
  });

  it('keeps the places of names, numbers and links', () => {
    for (const { id, text } of entries) expect(holesOf(text), id).toEqual(holesOf(id));
  });

  it('speaks plurals', () => {
    const i18n = setupI18n();
    i18n.setMessagesCompiler(compileMessage);
    i18n.load('de', german);
    i18n.activate('de');
    expect(Object.keys(german)).toHaveLength(entries.length);
    const text = entries.find(({ id }) => id.includes('# new message}'))?.text ?? '';
    expect(i18n._(text, { 0: 1 })).toBe('1 neue Nachricht');
    expect(i18n._(text, { 0: 5 })).toBe('5 neue Nachrichten');
  });
});

describe('the pseudo language', () => {
  it('has every text, changed, with its places kept', () => {
    const texts = Object.values(pseudo).map((message) => (Array.isArray(message) ? message.filter((part) => typeof part === 'string').join('') : String(message)));
    expect(texts.length).toBe(entriesOf('en').length);
    expect(texts.filter((text) => /^[A-Za-z ]{6,}$/.test(text))).toEqual([]);
  });
});
