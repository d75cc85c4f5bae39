// SPDX-License-Identifier: GPL-2.0-or-later
// A block of code. Colours come later, from a chunk of their own, when the first block with a language is drawn.

import { useLingui } from '@lingui/react/macro';
import { useEffect, useState, type ReactNode } from 'react';
import { IconButton } from '@alloquy/ui/components/button.dom';
import type { HighlightNode } from './highlight.dom';

export function CodeBlock({ language, text }: { readonly language: string; readonly text: string }) {
  const { t } = useLingui();
  const tree = useHighlight(language, text);
  const [copied, setCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard?.writeText(text).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 2000);
    });
  };
  return (
    <div className="code-block" dir="ltr">
      {language !== '' && <span className="code-language">{language}</span>}
      <pre tabIndex={0} aria-label={language === '' ? t`Code` : t`Code, ${language}`}>
        <code>{tree ? drawNodes(tree) : text}</code>
      </pre>
      <span className="code-copy">
        <IconButton icon={copied ? 'check' : 'copy'} size="small" label={copied ? t`Copied` : t`Copy the code`} onPress={copy} />
      </span>
    </div>
  );
}

function useHighlight(language: string, text: string): readonly HighlightNode[] | null {
  const [result, setResult] = useState<{ readonly for: string; readonly tree: readonly HighlightNode[] | null } | null>(null);
  const key = `${language}\n${text}`;
  useEffect(() => {
    // Long code would block the page for longer than its colours are worth.
    if (language === '' || text.length > 20_000) return;
    let wanted = true;
    import('./highlight.dom').then(
      ({ highlight }) => wanted && setResult({ for: key, tree: highlight(language, text) }),
      () => undefined, // offline: it stays plain
    );
    return () => {
      wanted = false;
    };
  }, [key, language, text]);
  return result?.for === key ? result.tree : null;
}

function drawNodes(nodes: readonly HighlightNode[]): ReactNode {
  return nodes.map((node, index) =>
    typeof node === 'string' ? (
      node
    ) : (
      <span key={index} className={`code-${node.scope}`}>
        {drawNodes(node.children)}
      </span>
    ),
  );
}
