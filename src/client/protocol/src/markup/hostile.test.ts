// SPDX-License-Identifier: GPL-2.0-or-later

import { describe, expect, it } from 'vitest';
import { linkTarget } from './links.std';
import { outgoingText } from './outgoing.std';
import { parseMarkup } from './parse.std';
import { plainText } from './plain_text.std';
import { decodePunycode } from './punycode.std';
import type { Block, Inline } from './nodes.std';

function walk(blocks: readonly Block[], visit: (node: Inline, depth: number) => void): void {
  const inline = (nodes: readonly Inline[], depth: number): void => {
    for (const node of nodes) {
      visit(node, depth);
      if ('children' in node) inline(node.children, depth + 1);
    }
  };
  for (const block of blocks) {
    if (block.type === 'quote') walk(block.children, visit);
    else if (block.type === 'list') {
      for (const item of block.items) {
        inline(item.children, 1);
        walk(item.nested, visit);
      }
    } else if (block.type !== 'code_block') inline(block.children, 1);
  }
}

const hostileTexts = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '[a](javascript:alert(1))',
  '[a](JaVaScRiPt:alert(1))',
  '[a](java\nscript:alert(1))',
  '[a](\u0001javascript:alert(1))',
  '[a]( javascript:alert(1))',
  '[a](data:text/html;base64,PHNjcmlwdD4=)',
  '[a](vbscript:msgbox(1))',
  '[a](file:///etc/passwd)',
  '[a](blob:https://a.example/1)',
  '[a](filesystem:https://a.example/1)',
  '[a](about:blank)',
  '[a](//evil.example)',
  '[a](/logout)',
  '[a](\\\\evil.example)',
  '[a](https:evil.example)',
  '[a](&#106;avascript:alert(1))',
  '<javascript:alert(1)>',
  '<data:text/html,1>',
  'javascript:alert(1)//https://a.example',
  'https://a.example/"onmouseover="alert(1)',
  "https://a.example/'><script>",
  '[x](https://a.example "t" onclick=alert(1))',
  'https://a.example\u202egnp.exe',
  '[https://bank.example](https://evil.example)',
  '![a](javascript:alert(1))',
  '`</code><script>`',
  '```html\n</pre><script>\n```',
  '__proto__ constructor @__proto__ #constructor :__proto__:',
  '<t:99999999999999999999:R><t:-9999999999999:R>',
  'Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031e\u0349\u035a\u032f'.repeat(200),
  '\u202eevil\u202c \u2066iso\u2069',
];

describe('hostile text', () => {
  it.each(hostileTexts)('gives no unsafe address: %j', (text) => {
    walk(parseMarkup(text).blocks, (node) => {
      if (node.type === 'link') expect(node.href).toMatch(/^(?:https?:\/\/|mailto:|ircs?:\/\/|mumble:\/\/|xmpp:|matrix:)[^\s"<>]*$/);
    });
  });

  it('warns of addresses that are not what they look like', () => {
    expect(linkTarget('https://good.example@evil.example/')?.warnings).toEqual(['user_info']);
    expect(linkTarget('https://evil.example', 'https://bank.example/login')?.warnings).toEqual(['other_label']);
    expect(linkTarget('https://bank.example/x', 'www.bank.example')?.warnings).toEqual([]);
    expect(linkTarget('https://a.example/x', 'read this. Now')?.warnings).toEqual([]);
    expect(linkTarget('https://xn--pple-43d.com')?.warnings).toEqual(['punycode', 'mixed_scripts']);
    expect(linkTarget('https://p\u0430ypal.com')?.warnings).toEqual(['mixed_scripts']);
    expect(linkTarget('https://\u0430\u0440\u0440\u04cf\u0435.com')?.warnings).toEqual(['look_alike']);
    expect(linkTarget('https://xn--80ak6aa92e.com')?.warnings).toEqual(['punycode', 'look_alike']);
    expect(linkTarget('https://m\u00fcnchen.de')?.warnings).toEqual([]);
    expect(linkTarget('https://\u0440\u043e\u0441\u0441\u0438\u044f.\u0440\u0444')?.warnings).toEqual([]);
    expect(linkTarget('https://\u65e5\u672c\u8a9e.jp')?.warnings).toEqual([]);
    expect(linkTarget('https://a.example/\u200bx')).toBeNull();
    expect(linkTarget('https://a\u2024example/')).toBeNull();
    expect(linkTarget('https://')).toBeNull();
    expect(linkTarget('https://..')).toBeNull();
  });

  it('reads names in Punycode', () => {
    expect(decodePunycode('mnchen-3ya')).toBe('münchen');
    expect(decodePunycode('wgv71a119e')).toBe('日本語');
    expect(decodePunycode('pple-43d')).toBe('аpple');
    expect(decodePunycode('!!')).toBeNull();
    expect(decodePunycode('99999999')).toBeNull();
  });

  it('keeps trees shallow, whatever is opened', () => {
    for (const mark of ['*a ', '**a ', '_a ', '||a ~~b ', '[a ', '> ', '- ', '  - ', '*_**__~~||']) {
      let deepest = 0;
      walk(parseMarkup(mark.repeat(3000)).blocks, (_, depth) => (deepest = Math.max(deepest, depth)));
      expect(deepest).toBeLessThan(40);
    }
  });
});

// Time for n and 4n characters: a square would take sixteen times as long. The bound has room for a busy machine, and
// what is tiny anyway doesn't count.
const piecesOfFloods = [
  '*', '_', '~~', '||', '`', '``a`', '[', ']', '[](', '[a](b', '[a](', '[a](' + ' '.repeat(50), '(', '<', '<t:', '<a:', '@', '@a', '#', '#a', ':', ':aa', ':aa:', '\\', '>', '> ', '>>> ', '- ', '- a\n',
  '1. a\n', '  - a\n', '```\n', '````\n```\n', 'http://', 'http://a', 'https://a.example ', 'https://a.example/)))', 'www.', 'http://%%', 'mailto:', '\n', ' ', '   \n', '\u0002', '\u000304', '👍', '👩‍', '\u0301', '*a_', '**a*',
  '***a', '*a* ', 'a*', '_a*b_c*', '~~a||b', '\u202e', '# a\n', '> - 1. ', 'h', '!', '[a]', '[*a](http://b', '[http://a](b', '"', '[a](b "',
];

describe('floods', () => {
  it.each(piecesOfFloods)('of %j take linear time', (piece) => {
    const sizes = [25_000, 100_000].map((size) => piece.repeat(Math.ceil(size / piece.length)).slice(0, size));
    const times = sizes.map((text) => {
      const start = performance.now();
      plainText(parseMarkup(text));
      outgoingText(text, () => null);
      return performance.now() - start;
    });
    const [small = 0, large = 0] = times;
    expect(large).toBeLessThan(Math.max(400, small * 10));
  });
});

describe('any text', () => {
  // xorshift: the same texts at every run.
  function generator(seed: number): () => number {
    let state = seed;
    return () => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return (state >>> 0) / 4294967296;
    };
  }
  const pieces = [
    'a', 'word ', ' ', '\n', '*', '**', '_', '__', '~~', '||', '`', '```', '```\n', '[', '](', ')', 'https://a.example', '@name', '#room', ':name:', '<t:1:R>', '<', '>', '> ', '\n> ', '\n- ', '\n1. ', '\n# ', '\\', '\x02', '\x0304,05', '\x0f', '👍', '\u0301',
    '\u202e', '\ud800', '\udc00', '\0', 'javascript:', '(', '"', '\t', '🇩', '3\ufe0f\u20e3',
  ];
  it('is read without loss of words', () => {
    const random = generator(20_261_130);
    for (let round = 0; round < 3000; round++) {
      const length = 1 + Math.floor(random() * 40);
      let text = '';
      for (let index = 0; index < length; index++) text += pieces[Math.floor(random() * pieces.length)] ?? '';
      const document = parseMarkup(text);
      const words = plainText(document, { spoiler: 'word a https://a.example' });
      // Letters aren't lost; only marks are.
      if (text.includes('word') && !/[|\x03]/.test(text)) expect(words).toContain('word');
      walk(document.blocks, (node) => {
        if (node.type === 'link') expect(node.href).toMatch(/^https:\/\/a\.example/);
        if (node.type === 'text') expect(node.text).not.toBe('');
      });
      outgoingText(text, () => '👍');
    }
  });
});

describe('what is sent', () => {
  const emoji = (name: string) => (name === 'wave' ? '👋' : null);
  it.each([
    ['hi :wave:', 'hi 👋'],
    [':wave::wave:', '👋👋'],
    [':unknown: 10:wave:20', ':unknown: 10:wave:20'],
    ['`:wave:` :wave:', '`:wave:` 👋'],
    ['```\n:wave:\n```', '```\n:wave:\n```'],
    ['https://a.example/:wave:', 'https://a.example/:wave:'],
    ['\n\ntext  \nmore\n\n', 'text\nmore'],
    ['a\r\nb', 'a\nb'],
    ['**bold** ||secret||', '**bold** ||secret||'],
  ])('for %j', (typed, sent) => {
    expect(outgoingText(typed, emoji)).toBe(sent);
  });
});
