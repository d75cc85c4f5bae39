// SPDX-License-Identifier: GPL-2.0-or-later
// The syntax tree of a message. It holds no HTML and no address with an unsafe scheme: whoever draws it can't go wrong.

/** What IRC's formatting codes ask for. Colours are 0 … 98 of the mIRC palette, or `#rrggbb`. */
export interface TextStyle {
  readonly bold: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly strike: boolean;
  readonly monospace: boolean;
  readonly reverse: boolean;
  readonly color: number | string | null;
  readonly background: number | string | null;
}

export type LinkWarning =
  | 'other_label' // the text names another host than the one the link leads to
  | 'user_info' // https://bank.example@evil.example
  | 'punycode' // a name in xn--
  | 'mixed_scripts' // letters of several scripts in one name
  | 'look_alike'; // all letters of a name look like Latin ones and aren't

export type TimestampStyle = 't' | 'T' | 'd' | 'D' | 'f' | 'F' | 'R';

export type Inline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'emoji'; readonly text: string }
  | { readonly type: 'styled'; readonly style: TextStyle; readonly children: readonly Inline[] }
  | { readonly type: SpanType; readonly children: readonly Inline[] }
  | { readonly type: 'code'; readonly text: string }
  | {
      readonly type: 'link';
      readonly href: string;
      /** As written in the address, without user and port. Empty for schemes without one. */
      readonly host: string;
      readonly warnings: readonly LinkWarning[];
      /** The address itself is the text. */
      readonly bare: boolean;
      readonly children: readonly Inline[];
    }
  | { readonly type: 'mention'; readonly name: string }
  | { readonly type: 'channel'; readonly name: string } // with its '#'
  | { readonly type: 'shortcode'; readonly name: string } // without colons
  | { readonly type: 'timestamp'; readonly seconds: number; readonly style: TimestampStyle }
  | { readonly type: 'break' };

export type SpanType = 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler';

export interface ListItem {
  readonly children: readonly Inline[];
  readonly nested: readonly Block[];
}

export type Block =
  | { readonly type: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly type: 'heading'; readonly level: 1 | 2 | 3; readonly children: readonly Inline[] }
  | { readonly type: 'quote'; readonly children: readonly Block[] }
  | { readonly type: 'list'; readonly ordered: boolean; readonly start: number; readonly items: readonly ListItem[] }
  | { readonly type: 'code_block'; readonly language: string; readonly text: string };

export interface MarkupDocument {
  readonly blocks: readonly Block[];
}

/** Tells what a name of a node's children is, for walks that don't care about the kind. */
export function childrenOf(node: Inline): readonly Inline[] {
  return 'children' in node ? node.children : [];
}
