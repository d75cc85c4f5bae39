// SPDX-License-Identifier: GPL-2.0-or-later
// Reads a message as Markdown with IRC's formatting codes: blocks by lines here, what is inside a line by `inline_parser`.
// Any text gives a tree: marks that don't fit stay as they were written.

import { parseInline } from './inline_parser.std';
import { stripFormatCodes } from './irc_format.std';
import type { Block, ListItem, MarkupDocument } from './nodes.std';

const maxQuoteDepth = 6;
const maxListDepth = 6;

const headingLine = /^(#{1,3}) +(\S.*)$/;
const quoteLine = /^> ?(.*)$/;
const quoteRest = /^>>> ?(.*)$/;
const fenceLine = /^ {0,3}(`{3,})([^`\n]*)$/;
const itemLine = /^( {0,12})(?:([-*•])|(\d{1,9})[.)]) +(\S.*)$/;

export function parseMarkup(text: string): MarkupDocument {
  // Without controls that are neither line ends nor formatting, tab included.
  const clean = text.replace(/\r\n?/g, '\n').replace(/\t/g, '    ').replace(/[\0\x01\x05-\x08\x0b-\x0e\x10\x12-\x15\x17-\x1c\x7f]/g, '');
  return { blocks: parseLines(clean.split('\n'), 0) };
}

function parseLines(lines: readonly string[], quoteDepth: number): Block[] {
  return new BlockParser(lines, quoteDepth).parse();
}

class BlockParser {
  private readonly blocks: Block[] = [];
  private paragraph: string[] = [];
  private index = 0;
  private lastFence: number;

  constructor(
    private readonly lines: readonly string[],
    private readonly quoteDepth: number,
  ) {
    this.lastFence = lines.length - 1;
    while (this.lastFence >= 0 && !/^ {0,3}`{3,} *$/.test(this.line(this.lastFence))) this.lastFence--;
  }

  parse(): Block[] {
    while (this.index < this.lines.length) {
      if (this.fence() || this.quote() || this.heading() || this.list()) continue;
      this.paragraph.push(this.line(this.index++));
    }
    this.endParagraph();
    return this.blocks;
  }

  private line(index: number): string {
    return this.lines[index] ?? '';
  }

  private add(block: Block): true {
    this.endParagraph();
    this.blocks.push(block);
    return true;
  }

  private endParagraph(): void {
    // Empty lines around a block are its own distance; those inside a paragraph are meant.
    const lines = this.paragraph;
    this.paragraph = [];
    let start = 0;
    let end = lines.length;
    while (start < end && lines[start]?.trim() === '') start++;
    while (end > start && lines[end - 1]?.trim() === '') end--;
    if (start === end) return;
    const children = parseInline(lines.slice(start, end).join('\n'));
    this.blocks.push({ type: 'paragraph', children });
  }

  private fence(): boolean {
    const opening = fenceLine.exec(this.line(this.index));
    // Without an end there is no block, and looking for it at each beginning would cost the square of the lines.
    if (!opening || this.lastFence <= this.index) return false;
    const width = opening[1]?.length ?? 3;
    let end = this.index + 1;
    while (end <= this.lastFence && !isClosingFence(this.line(end), width)) end++;
    if (end > this.lastFence) return this.giveUpFences();
    const info = (opening[2] ?? '').trim();
    const language = /^[A-Za-z0-9_+#.-]{1,24}$/.test(info) ? info.toLowerCase() : '';
    const body = this.lines.slice(this.index + 1, end);
    if (language === '' && info !== '') body.unshift(info);
    this.index = end + 1;
    return this.add({ type: 'code_block', language, text: stripFormatCodes(body.join('\n')) });
  }

  private giveUpFences(): false {
    this.lastFence = -1;
    return false;
  }

  private quote(): boolean {
    if (this.quoteDepth >= maxQuoteDepth) return false;
    const rest = quoteRest.exec(this.line(this.index));
    const inner: string[] = [];
    if (rest) {
      inner.push(rest[1] ?? '');
      for (let index = this.index + 1; index < this.lines.length; index++) inner.push(this.line(index));
      this.index = this.lines.length;
    } else {
      // `>:(` and `>text` are no quotes.
      while (/^>(?: |$)/.test(this.line(this.index)) || /^>+ /.test(this.line(this.index))) {
        inner.push(quoteLine.exec(this.line(this.index++))?.[1] ?? '');
      }
      if (inner.length === 0) return false;
    }
    return this.add({ type: 'quote', children: parseLines(inner, this.quoteDepth + 1) });
  }

  private heading(): boolean {
    const match = headingLine.exec(this.line(this.index));
    if (!match) return false;
    this.index++;
    const level = (match[1]?.length ?? 1) as 1 | 2 | 3;
    return this.add({ type: 'heading', level, children: parseInline(match[2] ?? '') });
  }

  private list(): boolean {
    if (!itemLine.test(this.line(this.index))) return false;
    const items: ItemLine[] = [];
    for (;;) {
      const match = itemLine.exec(this.line(this.index));
      if (match) {
        items.push({ indent: match[1]?.length ?? 0, number: match[3] === undefined ? null : Number(match[3]), lines: [match[4] ?? ''] });
      } else if (/^ {2,}\S/.test(this.line(this.index)) && this.index < this.lines.length) {
        items.at(-1)?.lines.push(this.line(this.index).trim());
      } else break;
      this.index++;
    }
    this.endParagraph();
    for (const block of buildLists(items)) this.blocks.push(block);
    return true;
  }
}

function isClosingFence(line: string, width: number): boolean {
  const match = /^ {0,3}(`{3,}) *$/.exec(line);
  return match !== null && (match[1]?.length ?? 0) >= width;
}

interface ItemLine {
  readonly indent: number;
  readonly number: number | null;
  readonly lines: string[];
}

interface OpenList {
  readonly indent: number;
  readonly ordered: boolean;
  readonly items: { children: ListItem['children']; nested: Block[] }[];
}

/** Lists from items and how far each is moved in; an item of another kind begins another list. */
function buildLists(items: readonly ItemLine[]): Block[] {
  const blocks: Block[] = [];
  const open: OpenList[] = [];
  for (const item of items) {
    while (open.length > 1 && item.indent < (open.at(-1)?.indent ?? 0)) open.pop();
    let list = open.at(-1);
    if (list && item.indent >= list.indent + 2 && open.length < maxListDepth) list = undefined;
    else if (list && list.ordered !== (item.number !== null)) {
      open.pop();
      list = undefined;
    }
    if (!list) {
      list = { indent: item.indent, ordered: item.number !== null, items: [] };
      const target = open.at(-1)?.items.at(-1)?.nested ?? blocks;
      target.push({ type: 'list', ordered: list.ordered, start: item.number ?? 1, items: list.items });
      open.push(list);
    }
    list.items.push({ children: parseInline(item.lines.join('\n')), nested: [] });
  }
  return blocks;
}
