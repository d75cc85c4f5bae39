// SPDX-License-Identifier: GPL-2.0-or-later
// Reads the inside of a paragraph. One pass from left to right: a mark opens or closes a span (InlineFrames), everything
// else that is special is recognised where it begins.

import { InlineFrames, joinText } from './inline_frames.std';
import { applyFormatCode, isFormatCode, plainStyle, stripFormatCodes } from './irc_format.std';
import { linkTarget } from './links.std';
import type { Inline, SpanType, TimestampStyle } from './nodes.std';

const escapable = /[!-/:-@[-`{-~]/;
/** Its backslash and underscores are a body, not Markdown. */
const shruggingArm = '\\_(ツ)_/';
const wordCharacter = /[\p{L}\p{N}\p{M}_]/u;
const space = /\s/;

const angleAddress = /<([a-z][a-z0-9+.-]{0,15}:[^\s<>]{1,2040})>/iy;
const angleTime = /<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y;
const bareAddress = /(?:(?:https?|ircs?|mumble):\/\/|mailto:|www\.(?=[\p{L}\p{N}]))[^\s<>"\u0000-\u001f]{0,2100}/iuy;
const mentionName = /@([A-Za-z_][A-Za-z0-9_-]{0,23})(?![\p{L}\p{N}_])/uy;
const channelName = /#{1,2}[\p{L}\p{N}][\p{L}\p{N}_-]{0,61}/uy;
const shortcodeName = /:([a-z0-9_+-]{2,40}):/iy;
const linkAddress = /\( {0,4}<?([^\s()<>[\u0000-\u001f]*(?:\([^\s()<>[\u0000-\u001f]*\)[^\s()<>[\u0000-\u001f]*)*)>?(?: {1,4}"[^"\n[]{0,200}")? {0,4}\)/y;

export function parseInline(text: string): Inline[] {
  return new InlineParser(text).parse();
}

class InlineParser {
  private readonly frames = new InlineFrames();
  private index = 0;
  /** Where runs of backticks of each length are, still ahead: found once, at the first backtick. */
  private backticks: Map<number, number[]> | null = null;
  private runs = 0;
  /** The character before `index` as a reader sees it: a formatting code counts as a space. */
  private before = ' ';

  constructor(private readonly source: string) {}

  parse(): Inline[] {
    const { source, frames } = this;
    while (this.index < source.length) {
      const start = this.index;
      const handled = this.special(source.charCodeAt(start));
      if (handled) {
        if (!isFormatCode(source.charCodeAt(start))) this.before = source.charAt(this.index - 1);
        continue;
      }
      const end = this.endOfPlainText();
      frames.addText(source.slice(start, end));
      this.index = end;
      this.before = source.charAt(end - 1);
    }
    return frames.finish();
  }

  // Letters and spaces go by in one step; an address or a name can only begin after something else.
  private endOfPlainText(): number {
    const { source } = this;
    let index = this.index + 1;
    while (index < source.length) {
      const code = source.charCodeAt(index);
      if (isSpecial(code)) break;
      if (startsAddress(code) && !isWordCode(source.charCodeAt(index - 1))) break;
      index++;
    }
    return index;
  }

  private special(code: number): boolean {
    if (isFormatCode(code)) return this.formatCode();
    switch (code) {
      case 0x0a:
        return this.lineBreak();
      case 0x5c:
        return this.escape();
      case 0x60:
        return this.code();
      case 0x2a: // *
        return this.emphasis('bold', 'italic', false);
      case 0x5f: // _
        return this.emphasis('underline', 'italic', true);
      case 0x7e: // ~
        return this.pair('strike');
      case 0x7c: // |
        return this.pair('spoiler');
      case 0x5b: // [
        return this.openLink();
      case 0x5d: // ]
        return this.closeLink();
      case 0x3c: // <
        return this.angle();
      case 0x40: // @
        return this.mention();
      case 0x23: // #
        return this.channel();
      case 0x3a: // :
        return this.shortcode();
      default:
        return startsAddress(code) && this.address();
    }
  }

  private formatCode(): boolean {
    const applied = applyFormatCode(this.source, this.index, this.frames.currentStyle());
    if (!applied) return false;
    this.frames.setStyle(applied.style);
    this.index = applied.end;
    this.before = ' ';
    return true;
  }

  private lineBreak(): boolean {
    // Each line came as an IRC message of its own.
    this.frames.setStyle(plainStyle);
    this.frames.addNode({ type: 'break' });
    this.index++;
    return true;
  }

  private escape(): boolean {
    if (this.source.startsWith(shruggingArm, this.index)) {
      this.frames.addText(shruggingArm);
      this.index += shruggingArm.length;
      return true;
    }
    const next = this.source.charAt(this.index + 1);
    if (!escapable.test(next)) return false;
    this.frames.addText(next);
    this.index += 2;
    return true;
  }

  private code(): boolean {
    const length = this.runLength(0x60);
    const end = this.closingBackticks(length);
    if (end === null) {
      this.frames.addText('`'.repeat(length));
      this.index += length;
      return true;
    }
    let content = stripFormatCodes(this.source.slice(this.index + length, end)).replaceAll('\n', ' ');
    if (content.startsWith(' ') && content.endsWith(' ') && content.trim() !== '') content = content.slice(1, -1);
    this.frames.addNode({ type: 'code', text: content });
    this.index = end + length;
    return true;
  }

  private closingBackticks(length: number): number | null {
    if (this.backticks === null) {
      this.backticks = new Map();
      for (const match of this.source.matchAll(/`+/g)) {
        const positions = this.backticks.get(match[0].length) ?? [];
        positions.push(match.index);
        this.backticks.set(match[0].length, positions);
      }
      for (const positions of this.backticks.values()) positions.reverse();
    }
    const positions = this.backticks.get(length) ?? [];
    while (positions.length > 0 && (positions.at(-1) ?? 0) <= this.index) positions.pop();
    return positions.at(-1) ?? null;
  }

  /** `*` and `_`: two marks mean `double`, one `single`. */
  private emphasis(double: SpanType, single: SpanType, wordsOnly: boolean): boolean {
    const code = this.source.charCodeAt(this.index);
    const mark = this.source.charAt(this.index);
    let rest = this.runLength(code);
    const after = this.source.charAt(this.index + rest) || ' ';
    const spaceBefore = space.test(this.before);
    const spaceAfter = space.test(after) || isFormatCode(after.charCodeAt(0));
    let canOpen = !spaceAfter;
    let canClose = !spaceBefore;
    if (wordsOnly) {
      canOpen &&= !wordCharacter.test(this.before);
      canClose &&= !wordCharacter.test(after);
    }
    this.index += rest;
    if (canClose) rest = this.closeEmphasis(double, single, rest, mark);
    if (!canOpen || rest > 3) {
      this.frames.addText(mark.repeat(rest));
      return true;
    }
    const run = ++this.runs;
    if (rest >= 2) this.frames.push(double, mark + mark, run);
    if (rest % 2 === 1) this.frames.push(single, mark, run);
    return true;
  }

  private closeEmphasis(double: SpanType, single: SpanType, marks: number, mark: string): number {
    let rest = marks;
    while (rest > 0) {
      let kind = this.frames.innermost(double, single);
      if (kind === null) return rest;
      const wanted = rest >= 2 ? double : single;
      if (rest <= 2 && kind !== wanted && this.frames.swapInnermost(wanted)) kind = wanted;
      // `**a *b**`: two marks close what two marks opened.
      if (kind === single && rest === 2 && this.frames.isOpen(double)) kind = double;
      if (kind === double && rest < 2) {
        if (!this.frames.isOpen(single)) return rest;
        kind = single;
      }
      const width = kind === double ? 2 : 1;
      this.wrap(kind as SpanType, mark.repeat(width));
      rest -= width;
    }
    return 0;
  }

  private pair(kind: SpanType): boolean {
    const code = this.source.charCodeAt(this.index);
    const mark = this.source.charAt(this.index).repeat(2);
    const length = this.runLength(code);
    this.index += length;
    if (length !== 2) this.frames.addText(mark.charAt(0).repeat(length));
    else if (this.frames.isOpen(kind)) this.wrap(kind, mark);
    else this.frames.push(kind, mark, ++this.runs);
    return true;
  }

  private wrap(kind: SpanType, mark: string): void {
    const children = this.frames.close(kind);
    if (children === null) this.frames.addText(mark);
    else this.frames.addNode({ type: kind, children: joinText(children) });
  }

  private openLink(): boolean {
    // Links don't hold links: the nearest bracket counts.
    this.frames.abandon('link');
    this.frames.push('link', '[', ++this.runs);
    this.index++;
    return true;
  }

  private closeLink(): boolean {
    if (!this.frames.isOpen('link')) return false;
    linkAddress.lastIndex = this.index + 1;
    const match = linkAddress.exec(this.source);
    if (!match) {
      this.frames.abandon('link');
      return false;
    }
    const children = this.frames.close('link');
    const label = children === null ? '' : labelOf(children);
    const target = linkTarget(match[1] ?? '', label);
    if (children === null || target === null || label.trim() === '') {
      if (children === null) this.frames.addText(`]${match[0]}`);
      else {
        this.frames.addText('[');
        for (const child of children) this.frames.addNode(child);
        this.frames.addText(`]${match[0]}`);
      }
    } else {
      this.frames.addNode({ type: 'link', ...target, bare: false, children: withoutLinks(children) });
    }
    this.index += 1 + match[0].length;
    return true;
  }

  private angle(): boolean {
    const time = this.matchAt(angleTime);
    if (time) {
      const style = (time[2] ?? 'f') as TimestampStyle;
      this.frames.addNode({ type: 'timestamp', seconds: Number(time[1]), style });
      this.index += time[0].length;
      return true;
    }
    const address = this.matchAt(angleAddress);
    const target = address && linkTarget(address[1] ?? '');
    if (!address || !target) return false;
    this.addBareLink(address[1] ?? '', target);
    this.index += address[0].length;
    return true;
  }

  private address(): boolean {
    if (wordCharacter.test(this.before)) return false;
    const match = this.matchAt(bareAddress);
    if (!match) return false;
    // As the text of a link, an address ends with the bracket.
    const bracket = this.frames.isOpen('link') ? match[0].indexOf('](') : -1;
    const address = withoutTrailingMarks(bracket < 0 ? match[0] : match[0].slice(0, bracket));
    const target = linkTarget(/^www\./i.test(address) ? `https://${address}` : address);
    if (!target || (target.host === '' && !address.includes('@'))) {
      // All of it is passed over: looking again from its middle would cost the square of its length.
      this.frames.addText(match[0]);
      this.index += match[0].length;
      return true;
    }
    this.addBareLink(address, target);
    this.index += address.length;
    return true;
  }

  private addBareLink(address: string, target: NonNullable<ReturnType<typeof linkTarget>>): void {
    this.frames.addNode({ type: 'link', ...target, bare: true, children: [{ type: 'text', text: address }] });
  }

  private mention(): boolean {
    const match = wordCharacter.test(this.before) ? null : this.matchAt(mentionName);
    if (!match) return false;
    this.frames.addNode({ type: 'mention', name: match[1] ?? '' });
    this.index += match[0].length;
    return true;
  }

  private channel(): boolean {
    const match = wordCharacter.test(this.before) || this.before === '&' ? null : this.matchAt(channelName);
    if (!match) return false;
    this.frames.addNode({ type: 'channel', name: match[0] });
    this.index += match[0].length;
    return true;
  }

  private shortcode(): boolean {
    const match = wordCharacter.test(this.before) ? null : this.matchAt(shortcodeName);
    if (!match) return false;
    this.frames.addNode({ type: 'shortcode', name: match[1] ?? '' });
    this.index += match[0].length;
    return true;
  }

  private matchAt(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.index;
    return pattern.exec(this.source);
  }

  private runLength(code: number): number {
    let end = this.index;
    while (this.source.charCodeAt(end) === code) end++;
    return end - this.index;
  }
}

const specialCodes = new Set([...'\n\\`*_~|[]<@#:'].map((character) => character.charCodeAt(0)));

function isSpecial(code: number): boolean {
  return code < 0x20 ? code === 0x0a || isFormatCode(code) : code < 0x80 && specialCodes.has(code);
}

// h(ttp), i(rc), m(umble, ailto), w(ww)
function startsAddress(code: number): boolean {
  const lower = code | 0x20;
  return lower === 0x68 || lower === 0x69 || lower === 0x6d || lower === 0x77;
}

function isWordCode(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a) || code > 0x7f;
}

/** Marks and punctuation at the end of an address belong to the sentence; a bracket only if it was opened in the address. */
function withoutTrailingMarks(address: string): string {
  let end = address.length;
  let unopened = 0;
  for (const character of address) if (character === ')') unopened++; else if (character === '(') unopened--;
  for (; end > 0; end--) {
    const character = address.charAt(end - 1);
    if (character === ')' && unopened > 0) unopened--;
    else if (!'.,;:!?\'*_~|`]}…”’'.includes(character)) break;
  }
  return address.slice(0, end);
}

function labelOf(children: readonly Inline[]): string {
  return children.map((child) => ('text' in child ? child.text : 'children' in child ? labelOf(child.children) : nameOf(child))).join('');
}

function nameOf(node: Inline): string {
  return node.type === 'break' ? ' ' : 'name' in node ? node.name : '?';
}

function withoutLinks(children: readonly Inline[]): Inline[] {
  const plain: Inline[] = [];
  for (const child of children) {
    if (child.type === 'link') plain.push(...withoutLinks(child.children));
    else if (child.type === 'styled') plain.push({ ...child, children: withoutLinks(child.children) });
    else if ('children' in child) plain.push({ ...child, children: withoutLinks(child.children) });
    else plain.push(child);
  }
  return joinText(plain);
}

