// SPDX-License-Identifier: GPL-2.0-or-later

import { describe, expect, it } from 'vitest';
import { parseMarkup } from './parse.std';
import { onlyEmoji, plainLine, plainText } from './plain_text.std';
import type { Block, Inline } from './nodes.std';

/** A short way to write trees: b(…) for bold and so on. */
function show(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      switch (node.type) {
        case 'text':
          return node.text;
        case 'emoji':
          return `{${node.text}}`;
        case 'break':
          return '⏎';
        case 'code':
          return `code(${node.text})`;
        case 'link':
          return `link(${node.href}${node.warnings.map((warning) => `!${warning}`).join('')}|${show(node.children)})`;
        case 'mention':
        case 'channel':
        case 'shortcode':
          return `${node.type}(${node.name})`;
        case 'timestamp':
          return `time(${node.seconds},${node.style})`;
        case 'styled': {
          const style = Object.entries(node.style).filter(([, value]) => value !== false && value !== null);
          return `style(${style.map(([key, value]) => (value === true ? key : `${key}=${value}`)).join(',')}|${show(node.children)})`;
        }
        default:
          return `${node.type}(${show(node.children)})`;
      }
    })
    .join('');
}

function showBlock(block: Block): string {
  switch (block.type) {
    case 'paragraph':
      return show(block.children);
    case 'heading':
      return `h${block.level}(${show(block.children)})`;
    case 'quote':
      return `quote[${block.children.map(showBlock).join(';')}]`;
    case 'list':
      return `${block.ordered ? `ol${block.start}` : 'ul'}[${block.items.map((item) => show(item.children) + item.nested.map(showBlock).join('')).join(';')}]`;
    case 'code_block':
      return `pre:${block.language}(${block.text})`;
  }
}

function parsed(text: string): string {
  return parseMarkup(text).blocks.map(showBlock).join('¶');
}

describe('spans', () => {
  it.each([
    ['plain words', 'plain words'],
    ['**bold** and *italic* and _italic_', 'bold(bold) and italic(italic) and italic(italic)'],
    ['__under__ ~~gone~~ ||secret||', 'underline(under) strike(gone) spoiler(secret)'],
    ['***both***', 'bold(italic(both))'],
    ['***a** b*', 'italic(bold(a) b)'],
    ['***a* b**', 'bold(italic(a) b)'],
    ['___both___', 'underline(italic(both))'],
    ['**a *b* c**', 'bold(a italic(b) c)'],
    ['||**a** b||', 'spoiler(bold(a) b)'],
    ['snake_case_name and __init__.py', 'snake_case_name and __init__.py'.replace('__init__', 'underline(init)')],
    ['2 * 3 * 4', '2 * 3 * 4'],
    ['** not bold **', '** not bold **'],
    ['**open', '**open'],
    ['*a **b*', 'italic(a **b)'],
    ['**a *b**', 'bold(a *b)'],
    ['****', '****'],
    ['||||', '||||'],
    ['~one~ | two | three', '~one~ | two | three'],
    ['\\*not\\* \\_this\\_ \\\\', '*not* _this_ \\'],
    ['C:\\Users', 'C:\\Users'],
    ['**two\nlines**', 'bold(two⏎lines)'],
    ['¯\\_(ツ)_/¯', '¯\\_(ツ)_/¯'],
  ])('reads %j', (text, tree) => {
    expect(parsed(text)).toBe(tree);
  });
});

describe('code', () => {
  it.each([
    ['`a *b* c`', 'code(a *b* c)'],
    ['``a ` b``', 'code(a ` b)'],
    ['`` ` ``', 'code(`)'],
    ['`open *i*', '`open italic(i)'],
    ['```ts\nconst a = 1;\n```', 'pre:ts(const a = 1;)'],
    ['see\n```\n**raw**\n```\nafter', 'see¶pre:(**raw**)¶after'],
    ['```\nnever closed', '```⏎never closed'],
    ['```one line```', 'code(one line)'],
    ['````\n```\n````', 'pre:(```)'],
    ['```not a language!\nx\n```', 'pre:(not a language!\nx)'],
    ['`@anna #general https://a.example :smile:`', 'code(@anna #general https://a.example :smile:)'],
  ])('reads %j', (text, tree) => {
    expect(parsed(text)).toBe(tree);
  });
});

describe('blocks', () => {
  it.each([
    ['> a\n> b\nc', 'quote[a⏎b]¶c'],
    ['> > deep', 'quote[quote[deep]]'],
    ['>>> all\nof it', 'quote[all⏎of it]'],
    ['>not a quote', '>not a quote'],
    ['# Title\ntext', 'h1(Title)¶text'],
    ['#general', 'channel(#general)'],
    ['### three\n#### four', 'h3(three)¶#### four'],
    ['- a\n- b\n  - c\n- d', 'ul[a;bul[c];d]'],
    ['1. a\n2. b', 'ol1[a;b]'],
    ['7) a', 'ol7[a]'],
    ['- a\n  more', 'ul[a⏎more]'],
    ['- a\n1. b', 'ul[a]¶ol1[b]'],
    ['-5 degrees', '-5 degrees'],
    ['a\n\nb', 'a⏎⏎b'],
    ['> ```\n> code\n> ```', 'quote[pre:(code)]'],
    ['', ''],
    ['\n\n', ''],
  ])('reads %j', (text, tree) => {
    expect(parsed(text)).toBe(tree);
  });
});

describe('names, links and times', () => {
  it.each([
    ['hi @anna!', 'hi mention(anna)!'],
    ['mail a@b.example', 'mail a@b.example'],
    ['@everyone: look', 'mention(everyone): look'],
    ['@averyveryverylongnamethatisnone', '@averyveryverylongnamethatisnone'],
    ['in #general and ##irc, not a#b', 'in channel(#general) and channel(##irc), not a#b'],
    [':wave: 10:30:45 a:b:c', 'shortcode(wave) 10:30:45 a:b:c'],
    ['<t:1700000000:R> <t:1700000000>', 'time(1700000000,R) time(1700000000,f)'],
    ['<t:bad>', '<t:bad>'],
    ['https://a.example/x_y_z?q=*1*.', 'link(https://a.example/x_y_z?q=*1|https://a.example/x_y_z?q=*1)*.'],
    ['(https://a.example/w_(x))', '(link(https://a.example/w_(x)|https://a.example/w_(x)))'],
    ['**https://a.example**', 'bold(link(https://a.example|https://a.example))'],
    ['www.a.example', 'link(https://www.a.example|www.a.example)'],
    ['<https://a.example>', 'link(https://a.example|https://a.example)'],
    ['[https://b.example](https://a.example/b)', 'link(https://a.example/b!other_label|https://b.example)'],
    ['[https://a.example/x](https://a.example/b)', 'link(https://a.example/b|https://a.example/x)'],
    ['[text *i*](https://a.example/b)', 'link(https://a.example/b|text italic(i))'],
    ['[a [b](https://a.example)', '[a link(https://a.example|b)'],
    ['[x](no scheme)', '[x](no scheme)'],
    ['[](https://a.example)', '[](https://a.example)'],
    ['[not a link] (a)', '[not a link] (a)'],
    ['mailto:a@b.example', 'link(mailto:a@b.example|mailto:a@b.example)'],
    ['xhttps://a.example', 'xhttps://a.example'],
  ])('reads %j', (text, tree) => {
    expect(parsed(text)).toBe(tree);
  });
});

describe('emoji', () => {
  it('are nodes of their own, whole', () => {
    expect(parsed('a 👩‍👩‍👧 b 🇩🇪 ❤️ 👍🏽 3️⃣ © 3 ™')).toBe('a {👩‍👩‍👧} b {🇩🇪} {❤️} {👍🏽} {3️⃣} © 3 ™');
  });
  it('are counted when there is nothing else', () => {
    expect(onlyEmoji(parseMarkup('👍 🎉'))).toBe(2);
    expect(onlyEmoji(parseMarkup('👍 a'))).toBeNull();
    expect(onlyEmoji(parseMarkup('> 👍'))).toBeNull();
  });
});

describe("IRC's formatting codes", () => {
  it.each([
    ['\x02bold\x02 no', 'style(bold|bold) no'],
    ['\x0304,12red\x03 no', 'style(color=4,background=12|red) no'],
    ['\x034red\x0f no', 'style(color=4|red) no'],
    ['\x0399default', 'default'],
    ['\x04FF8800orange', 'style(color=#ff8800|orange)'],
    ['\x1di\x1fu\x1es\x11m\x16r', 'style(italic|i)style(italic,underline|u)style(italic,underline,strike|s)style(italic,underline,strike,monospace|m)style(italic,underline,strike,monospace,reverse|r)'],
    ['\x02a\nb', 'style(bold|a)⏎b'],
    ['\x02*a*\x02', 'italic(style(bold|a))'],
    ['`\x02code\x02`', 'code(code)'],
    ['\x0303https://a.example', 'link(https://a.example|https://a.example)'],
    ['\x0304@anna', 'mention(anna)'],
    ['tab\tend\x07\x01', 'tab    end'],
  ])('reads %j', (text, tree) => {
    expect(parsed(text)).toBe(tree);
  });
});

describe('as words', () => {
  it('hides what spoilers hide, also those in the colour of their ground', () => {
    expect(plainText(parseMarkup('a ||b|| \x031,1c'))).toBe('a ▒▒▒ ▒▒▒');
  });
  it('keeps the shape of quotes and lists', () => {
    expect(plainText(parseMarkup('> q\n- a\n  - b\n1. c'))).toBe('> q\n• a\n  • b\n1. c');
  });
  it('fits a line without cutting a character in two', () => {
    expect(plainLine(parseMarkup('ab👍cd'), 3)).toBe('ab…');
    expect(plainLine(parseMarkup('**a**\nb'))).toBe('a b');
  });
});
