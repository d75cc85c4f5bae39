// SPDX-License-Identifier: GPL-2.0-or-later
// Colours for code, from highlight.js. Its HTML isn't used: we take the tree it makes before that, and draw it ourselves.

import core from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cpp from 'highlight.js/lib/languages/cpp';
import css from 'highlight.js/lib/languages/css';
import diff from 'highlight.js/lib/languages/diff';
import go from 'highlight.js/lib/languages/go';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import lua from 'highlight.js/lib/languages/lua';
import markdown from 'highlight.js/lib/languages/markdown';
import php from 'highlight.js/lib/languages/php';
import python from 'highlight.js/lib/languages/python';
import ruby from 'highlight.js/lib/languages/ruby';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';

const languages = { bash, c, cpp, css, diff, go, ini, java, javascript, json, lua, markdown, php, python, ruby, rust, sql, typescript, xml, yaml };
for (const [name, language] of Object.entries(languages)) core.registerLanguage(name, language);

export type HighlightNode = string | { readonly scope: string; readonly children: readonly HighlightNode[] };

/** Null for languages it doesn't know. */
export function highlight(language: string, text: string): readonly HighlightNode[] | null {
  if (!core.getLanguage(language)) return null;
  // A private field: highlight.test.ts tells when a new version has it no more.
  const result = core.highlight(text, { language, ignoreIllegals: true }) as unknown as { _emitter?: { rootNode?: RawNode } };
  const root = result._emitter?.rootNode;
  return root ? root.children.map(cleanNode) : null;
}

interface RawNode {
  readonly scope?: string;
  readonly children: readonly (RawNode | string)[];
}

function cleanNode(node: RawNode | string): HighlightNode {
  if (typeof node === 'string') return node;
  // 'title.function' → 'title': one class, of letters only.
  const scope = /^[a-z]+/i.exec(node.scope?.replace(/^language:.*/, 'embedded') ?? '')?.[0] ?? 'plain';
  return { scope, children: node.children.map(cleanNode) };
}
