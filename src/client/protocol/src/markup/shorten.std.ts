// SPDX-License-Identifier: GPL-2.0-or-later
// The beginning of a long message, so that no message can fill the page with nodes or the screen with itself.

import type { Block, Inline, ListItem, MarkupDocument } from './nodes.std';

export interface Allowance {
  /** Nodes of the tree, each about one element of the page. */
  readonly nodes: number;
  readonly characters: number;
  readonly lines: number;
}

/** The document itself if it fits. */
export function shorten(document: MarkupDocument, allowance: Allowance): { document: MarkupDocument; shortened: boolean } {
  const shortener = new Shortener(allowance);
  const blocks = shortener.blocks(document.blocks);
  return shortener.cut ? { document: { blocks }, shortened: true } : { document, shortened: false };
}

class Shortener {
  cut = false;
  private nodes: number;
  private characters: number;
  private lines: number;

  constructor(allowance: Allowance) {
    this.nodes = allowance.nodes;
    this.characters = allowance.characters;
    this.lines = allowance.lines;
  }

  blocks(blocks: readonly Block[]): Block[] {
    const kept: Block[] = [];
    for (const block of blocks) {
      if (!this.take(1, 0, 1)) break;
      kept.push(this.block(block));
    }
    return kept;
  }

  private block(block: Block): Block {
    switch (block.type) {
      case 'quote':
        return { ...block, children: this.blocks(block.children) };
      case 'list':
        return { ...block, items: this.items(block.items) };
      case 'code_block':
        return { ...block, text: this.codeText(block.text) };
      default:
        return { ...block, children: this.inline(block.children) };
    }
  }

  private items(items: readonly ListItem[]): ListItem[] {
    const kept: ListItem[] = [];
    for (const item of items) {
      if (!this.take(1, 0, 1)) break;
      kept.push({ children: this.inline(item.children), nested: this.blocks(item.nested) });
    }
    return kept;
  }

  private codeText(text: string): string {
    const lines = text.split('\n');
    const kept: string[] = [];
    for (const line of lines) {
      if (!this.take(0, 0, 1)) break;
      kept.push(this.text(line));
    }
    return kept.join('\n');
  }

  private inline(nodes: readonly Inline[]): Inline[] {
    const kept: Inline[] = [];
    for (const node of nodes) {
      if (!this.take(1, 0, node.type === 'break' ? 1 : 0)) break;
      if (node.type === 'text' || node.type === 'code' || node.type === 'emoji') kept.push({ ...node, text: this.text(node.text) });
      else if ('children' in node) kept.push({ ...node, children: this.inline(node.children) });
      else kept.push(node);
    }
    return kept;
  }

  private text(text: string): string {
    if (text.length <= this.characters) {
      this.characters -= text.length;
      return text;
    }
    this.cut = true;
    const part = text.slice(0, this.characters).replace(/[\ud800-\udbff]$/, '');
    this.characters = 0;
    return `${part}…`;
  }

  private take(nodes: number, characters: number, lines: number): boolean {
    if (this.cut) return false;
    this.nodes -= nodes;
    this.characters -= characters;
    this.lines -= lines;
    if (this.nodes < 0 || this.characters < 0 || this.lines < 0) this.cut = true;
    return !this.cut;
  }
}
