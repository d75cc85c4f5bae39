// SPDX-License-Identifier: GPL-2.0-or-later
// A message as words only: for announcements, reply lines, titles. What a spoiler hides stays hidden.

import { isPlain } from './irc_format.std';
import type { Block, Inline, MarkupDocument } from './nodes.std';

export interface PlainTextOptions {
  /** Written in place of what a spoiler hides. */
  readonly spoiler: string;
  readonly timestamp: (seconds: number) => string;
}

const defaults: PlainTextOptions = {
  spoiler: '▒▒▒',
  timestamp: (seconds) => new Date(Math.min(seconds, 8.64e12) * 1000).toISOString(),
};

export function plainText(document: MarkupDocument, options: Partial<PlainTextOptions> = {}): string {
  const all = { ...defaults, ...options };
  return document.blocks.map((block) => blockText(block, all, '')).join('\n');
}

/** On one line, shortened to about `length` characters. */
export function plainLine(document: MarkupDocument, length = 200, options: Partial<PlainTextOptions> = {}): string {
  const line = plainText(document, options).replace(/\s+/g, ' ').trim();
  if (line.length <= length) return line;
  // Cutting inside a surrogate pair or before a combining mark would show what isn't there.
  return `${line.slice(0, length).replace(/[\ud800-\udbff]$/, '').trimEnd()}…`;
}

function blockText(block: Block, options: PlainTextOptions, indent: string): string {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return inlineText(block.children, options);
    case 'code_block':
      return block.text;
    case 'quote':
      return block.children
        .map((child) => blockText(child, options, ''))
        .join('\n')
        .split('\n')
        .map((line) => `> ${line}`)
        .join('\n');
    case 'list':
      return block.items
        .map((item, index) => {
          const mark = block.ordered ? `${block.start + index}.` : '•';
          const nested = item.nested.map((child) => `\n${blockText(child, options, `${indent}  `)}`).join('');
          return `${indent}${mark} ${inlineText(item.children, options)}${nested}`;
        })
        .join('\n');
  }
}

export function inlineText(nodes: readonly Inline[], options: PlainTextOptions = defaults): string {
  let text = '';
  for (const node of nodes) {
    switch (node.type) {
      case 'break':
        text += '\n';
        break;
      case 'spoiler':
        text += options.spoiler;
        break;
      case 'mention':
        text += `@${node.name}`;
        break;
      case 'channel':
        text += node.name;
        break;
      case 'shortcode':
        text += `:${node.name}:`;
        break;
      case 'timestamp':
        text += options.timestamp(node.seconds);
        break;
      case 'styled':
        // IRC's old way of hiding: letters in the colour of their ground.
        text += !isPlain(node.style) && node.style.color !== null && node.style.color === node.style.background ? options.spoiler : inlineText(node.children, options);
        break;
      default:
        text += 'text' in node ? node.text : inlineText(node.children, options);
    }
  }
  return text;
}

/** How many emoji a message of nothing else has; null for every other. */
export function onlyEmoji(document: MarkupDocument): number | null {
  const [block] = document.blocks;
  if (document.blocks.length !== 1 || block?.type !== 'paragraph') return null;
  let count = 0;
  for (const node of block.children) {
    if (node.type === 'emoji') count++;
    else if (node.type !== 'break' && !(node.type === 'text' && node.text.trim() === '')) return null;
  }
  return count === 0 ? null : count;
}

/** Whether a text names somebody, in any case. */
export function mentionsName(document: MarkupDocument, name: string): boolean {
  const wanted = name.toLowerCase();
  const inInline = (nodes: readonly Inline[]): boolean =>
    nodes.some((node) => (node.type === 'mention' ? node.name.toLowerCase() === wanted : 'children' in node && inInline(node.children)));
  const inBlock = (block: Block): boolean => {
    switch (block.type) {
      case 'quote':
        return block.children.some(inBlock);
      case 'list':
        return block.items.some((item) => inInline(item.children) || item.nested.some(inBlock));
      case 'code_block':
        return false;
      default:
        return inInline(block.children);
    }
  };
  return document.blocks.some(inBlock);
}
