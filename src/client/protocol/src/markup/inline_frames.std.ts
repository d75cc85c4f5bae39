// SPDX-License-Identifier: GPL-2.0-or-later
// The open spans of a piece of inline text. Each opened span is closed, or put back as plain text, once, and at most
// `maxDepth` are open at a time: so any text is read in linear time, and no tree is too deep to draw.

import { isPlain, plainStyle } from './irc_format.std';
import type { Inline, SpanType, TextStyle } from './nodes.std';

export type FrameKind = SpanType | 'link';

interface Frame {
  kind: FrameKind;
  mark: string;
  /** Spans opened by the same run of marks may change places: `***a** b*`. */
  readonly run: number;
  readonly children: Inline[];
}

const maxDepth = 24;

const emojiPattern =
  /(?:\p{Regional_Indicator}{2}|[#*0-9]\ufe0f?\u20e3|(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|\p{Extended_Pictographic}(?=\p{Emoji_Modifier}))(?:\p{Emoji_Modifier}|\ufe0f)?(?:[\u{e0020}-\u{e007e}]+\u{e007f})?(?:\u200d\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\ufe0f)?)*)/gu;
const mayHoldEmoji = /[\u20e3\u2190-\u2bff\u3030-\u32ff\ud83c-\ud83e\u00a9\u00ae]/;

export class InlineFrames {
  private readonly root: Inline[] = [];
  private readonly frames: Frame[] = [];
  private readonly open = new Map<FrameKind, number>();
  private text = '';
  private style: TextStyle = plainStyle;

  addText(text: string): void {
    this.text += text;
  }

  addNode(node: Inline): void {
    this.flush();
    this.top().push(node);
  }

  setStyle(style: TextStyle): void {
    if (style === this.style) return;
    this.flush();
    this.style = style;
  }

  currentStyle(): TextStyle {
    return this.style;
  }

  isOpen(kind: FrameKind): boolean {
    return (this.open.get(kind) ?? 0) > 0;
  }

  push(kind: FrameKind, mark: string, run: number): void {
    this.flush();
    if (this.frames.length >= maxDepth) this.dropOldest();
    this.frames.push({ kind, mark, run, children: [] });
    this.count(kind, 1);
  }

  /** Which of two kinds the innermost open span has; null if neither is open. */
  innermost(first: FrameKind, second: FrameKind): FrameKind | null {
    for (let index = this.frames.length - 1; index >= 0; index--) {
      const kind = this.frames[index]?.kind;
      if (kind === first || kind === second) return kind;
    }
    return null;
  }

  /** Lets the innermost span be of the given kind if it and its neighbour came from the same marks. */
  swapInnermost(kind: FrameKind): boolean {
    const inner = this.frames.at(-1);
    const outer = this.frames.at(-2);
    if (!inner || !outer || inner.run !== outer.run || outer.kind !== kind || outer.children.length > 0) return false;
    [inner.kind, outer.kind] = [outer.kind, inner.kind];
    [inner.mark, outer.mark] = [outer.mark, inner.mark];
    return true;
  }

  /** Takes the innermost span of a kind off and gives what it holds; what was opened inside it becomes text. Null if it is empty. */
  close(kind: FrameKind): Inline[] | null {
    this.flush();
    for (;;) {
      const frame = this.frames.at(-1);
      if (!frame) return null;
      if (frame.kind !== kind) {
        this.dropNewest();
        continue;
      }
      if (frame.children.length === 0) {
        this.dropNewest();
        return null;
      }
      this.frames.pop();
      this.count(kind, -1);
      return frame.children;
    }
  }

  /** Puts the innermost span of a kind, and what was opened inside it, back as text. */
  abandon(kind: FrameKind): void {
    this.flush();
    while (this.isOpen(kind)) this.dropNewest();
  }

  finish(): Inline[] {
    this.flush();
    while (this.frames.length > 0) this.dropNewest();
    return joinText(this.root);
  }

  private top(): Inline[] {
    return this.frames.at(-1)?.children ?? this.root;
  }

  private count(kind: FrameKind, change: number): void {
    this.open.set(kind, (this.open.get(kind) ?? 0) + change);
  }

  private dropNewest(): void {
    const frame = this.frames.pop();
    if (!frame) return;
    this.count(frame.kind, -1);
    moveInto(this.top(), frame);
  }

  private dropOldest(): void {
    const frame = this.frames.shift();
    if (!frame) return;
    this.count(frame.kind, -1);
    moveInto(this.root, frame);
  }

  private flush(): void {
    if (this.text === '') return;
    const children = splitEmoji(this.text);
    this.text = '';
    if (isPlain(this.style)) for (const child of children) this.top().push(child);
    else this.top().push({ type: 'styled', style: this.style, children });
  }
}

function moveInto(target: Inline[], frame: Frame): void {
  target.push({ type: 'text', text: frame.mark });
  for (const child of frame.children) target.push(child);
}

function splitEmoji(text: string): Inline[] {
  if (!mayHoldEmoji.test(text)) return [{ type: 'text', text }];
  const nodes: Inline[] = [];
  let done = 0;
  for (const match of text.matchAll(emojiPattern)) {
    if (match.index > done) nodes.push({ type: 'text', text: text.slice(done, match.index) });
    nodes.push({ type: 'emoji', text: match[0] });
    done = match.index + match[0].length;
  }
  if (done < text.length) nodes.push({ type: 'text', text: text.slice(done) });
  return nodes;
}

/** Neighbouring texts made one. */
export function joinText(nodes: readonly Inline[]): Inline[] {
  const joined: Inline[] = [];
  let parts: string[] = [];
  for (const node of nodes) {
    if (node.type === 'text') {
      parts.push(node.text);
      continue;
    }
    if (parts.length > 0) joined.push({ type: 'text', text: parts.join('') });
    parts = [];
    joined.push(node);
  }
  if (parts.length > 0) joined.push({ type: 'text', text: parts.join('') });
  return joined;
}
