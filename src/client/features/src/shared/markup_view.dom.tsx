// SPDX-License-Identifier: GPL-2.0-or-later
// Draws the tree of a message. Text is only ever put in as text nodes.

import { Trans, useLingui } from '@lingui/react/macro';
import { Fragment, memo, useState, type ReactNode } from 'react';
import { cssColor } from '@alloquy/protocol/markup/irc_format.std';
import { onlyEmoji } from '@alloquy/protocol/markup/plain_text.std';
import { shorten } from '@alloquy/protocol/markup/shorten.std';
import type { Block, Inline, TextStyle } from '@alloquy/protocol/markup/nodes.std';
import { formatColor, parseColor, readableOn } from '@alloquy/ui/color/contrast.std';
import { nameGrounds } from '@alloquy/ui/color/name_color.std';
import { CodeBlock } from './code_block.dom';
import { markupOf } from './markup_cache.std';
import { ChannelLink, LinkView, Mention, Spoiler, Timestamp } from './markup_parts.dom';
import { useThemeName } from '@alloquy/ui/theme.dom';
import './markup.css';

const allowance = { nodes: 350, characters: 2400, lines: 40 };

export const MessageText = memo(function MessageText({ text, trailing }: { readonly text: string; readonly trailing?: ReactNode }) {
  const [whole, setWhole] = useState(false);
  const full = markupOf(text);
  const { document, shortened } = whole ? { document: full, shortened: false } : shorten(full, allowance);
  const emoji = onlyEmoji(full);
  const jumbo = emoji !== null && emoji <= 12;
  return (
    <div className={jumbo ? 'markup markup-jumbo' : 'markup'} dir="auto">
      {document.blocks.map((block, index) => (
        <BlockView key={index} block={block} trailing={index === document.blocks.length - 1 ? trailing : undefined} />
      ))}
      {document.blocks.length === 0 && trailing}
      {(shortened || whole) && (
        <button type="button" className="markup-more" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? <Trans>Show less</Trans> : <Trans>Show all of it</Trans>}
        </button>
      )}
    </div>
  );
});

function BlockView({ block, trailing }: { readonly block: Block; readonly trailing?: ReactNode }) {
  switch (block.type) {
    case 'paragraph':
      return (
        <p>
          <InlineView nodes={block.children} />
          {trailing}
        </p>
      );
    case 'heading':
      // Not a heading of the page: a screen reader's list of headings would fill with what people shout.
      return (
        <p className={`markup-heading markup-heading-${block.level}`}>
          <InlineView nodes={block.children} />
          {trailing}
        </p>
      );
    case 'quote':
      return (
        <blockquote>
          {block.children.map((child, index) => (
            <BlockView key={index} block={child} />
          ))}
          {trailing}
        </blockquote>
      );
    case 'code_block':
      return (
        <>
          <CodeBlock language={block.language} text={block.text} />
          {trailing}
        </>
      );
    case 'list':
      return <ListView block={block} trailing={trailing} />;
  }
}

function ListView({ block, trailing }: { readonly block: Extract<Block, { type: 'list' }>; readonly trailing: ReactNode }) {
  const items = block.items.map((item, index) => (
    <li key={index}>
      <InlineView nodes={item.children} />
      {item.nested.map((child, place) => (
        <BlockView key={place} block={child} />
      ))}
      {index === block.items.length - 1 && trailing}
    </li>
  ));
  return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>;
}

export function InlineView({ nodes }: { readonly nodes: readonly Inline[] }) {
  return nodes.map((node, index) => <Fragment key={index}>{inlineNode(node)}</Fragment>);
}

function inlineNode(node: Inline): ReactNode {
  switch (node.type) {
    case 'text':
      return node.text;
    case 'break':
      return <br />;
    case 'emoji':
      return <span className="emoji">{node.text}</span>;
    case 'bold':
      return <strong><InlineView nodes={node.children} /></strong>;
    case 'italic':
      return <em><InlineView nodes={node.children} /></em>;
    case 'underline':
      return <u><InlineView nodes={node.children} /></u>;
    case 'strike':
      return <s><InlineView nodes={node.children} /></s>;
    case 'spoiler':
      return <Spoiler><InlineView nodes={node.children} /></Spoiler>;
    case 'code':
      return <code dir="ltr">{node.text}</code>;
    case 'styled':
      return <Styled style={node.style}><InlineView nodes={node.children} /></Styled>;
    case 'link':
      return <LinkView link={node}><InlineView nodes={node.children} /></LinkView>;
    case 'mention':
      return <Mention name={node.name} />;
    case 'channel':
      return <ChannelLink name={node.name} />;
    case 'shortcode':
      return `:${node.name}:`;
    case 'timestamp':
      return <Timestamp seconds={node.seconds} kind={node.style} />;
  }
}

// People on IRC pick colours for a ground of their own: they are kept, but moved until they can be read on ours.
function Styled({ style, children }: { readonly style: TextStyle; readonly children: ReactNode }) {
  const theme = useThemeName();
  const { t } = useLingui();
  const classes = ['irc'];
  for (const name of ['bold', 'italic', 'underline', 'strike', 'monospace', 'reverse'] as const) if (style[name]) classes.push(`irc-${name}`);
  const background = style.background === null ? null : cssColor(style.background);
  const color = style.color === null ? null : cssColor(style.color);
  if (color !== null && color === background) return <Spoiler label={t`Text in the colour of its ground`}>{children}</Spoiler>;
  const grounds = (background === null ? nameGrounds[theme] : [background]).map((ground) => parseColor(ground)).filter((ground) => ground !== null);
  const wanted = color === null ? (background === null ? null : { red: 255, green: 255, blue: 255 }) : parseColor(color);
  const colors = {
    ...(wanted === null ? {} : { color: formatColor(readableOn(wanted, grounds, theme === 'contrast' ? 7 : 4.6)) }),
    ...(background === null ? {} : { backgroundColor: background }),
  };
  return (
    <span className={classes.join(' ')} style={colors}>
      {children}
    </span>
  );
}
