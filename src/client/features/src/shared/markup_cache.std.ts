// SPDX-License-Identifier: GPL-2.0-or-later
// Trees of messages lately drawn. The same text is drawn in the timeline, in replies to it, in pins and in search.

import { parseMarkup } from '@alloquy/protocol/markup/parse.std';
import type { MarkupDocument } from '@alloquy/protocol/markup/nodes.std';

const most = 600;
const known = new Map<string, MarkupDocument>();

export function markupOf(text: string): MarkupDocument {
  const found = known.get(text);
  if (found) return found;
  const made = parseMarkup(text);
  // A long text is rare and would keep much memory.
  if (text.length <= 4000) {
    if (known.size >= most) {
      const oldest = known.keys().next().value;
      if (oldest !== undefined) known.delete(oldest);
    }
    known.set(text, made);
  }
  return made;
}
