// SPDX-License-Identifier: GPL-2.0-or-later
// BATCH: lines that belong together. A batch is handed on when its outermost one is closed, so that a multiline message is one line to all that comes after.

import type { Line } from './line.std';

const mostOpen = 64;
const mostLines = 20_000;

interface Batch {
  readonly opening: Line;
  readonly type: string;
  readonly parent: Batch | null;
  readonly children: (Line | Batch)[];
}

/** A line as it is acted on: `label` is that of the question it answers, also when the batch around it carried it. */
export interface LabelledLine {
  readonly line: Line;
  readonly label: string | null;
  /** Types of the batches around it, outermost first. */
  readonly batches: readonly string[];
}

export class Batches {
  private readonly open = new Map<string, Batch>();
  private lines = 0;

  /** What can be acted on now: often the line itself, nothing while a batch is open, all of it at its end. */
  take(line: Line): LabelledLine[] {
    if (line.command === 'BATCH') return this.bracket(line);
    const parent = line.tags['batch'] === undefined ? undefined : this.open.get(line.tags['batch']);
    if (!parent) return [{ line, label: line.tags['label'] ?? null, batches: [] }];
    this.lines += 1;
    // A server that never closes its batch must not fill the memory.
    if (this.lines <= mostLines) parent.children.push(line);
    return [];
  }

  private bracket(line: Line): LabelledLine[] {
    const [mark = '', type = ''] = line.params;
    const reference = mark.slice(1);
    if (mark.startsWith('+')) {
      if (this.open.size >= mostOpen) this.forget();
      const around = line.tags['batch'] === undefined ? undefined : this.open.get(line.tags['batch']);
      const batch: Batch = { opening: line, type, parent: around ?? null, children: [] };
      around?.children.push(batch);
      this.open.set(reference, batch);
      return [];
    }
    const batch = this.open.get(reference);
    this.open.delete(reference);
    if (!batch || batch.parent) return [];
    if (this.open.size === 0) this.lines = 0;
    return [...flatten(batch, null, [])];
  }

  private forget(): void {
    this.open.clear();
    this.lines = 0;
  }
}

function* flatten(batch: Batch, around: string | null, types: readonly string[]): Generator<LabelledLine> {
  const label = batch.opening.tags['label'] ?? around;
  if (batch.type === 'draft/multiline') {
    const joined = joinLines(batch);
    if (joined) yield { line: joined, label, batches: types };
    return;
  }
  const inside = [...types, batch.type];
  if (batch.children.length === 0 && label !== null) {
    // An empty answer is an answer: "done, nothing to say".
    yield { line: { tags: {}, source: null, command: 'ACK', params: [] }, label, batches: inside };
  }
  for (const child of batch.children) {
    if ('children' in child) yield* flatten(child, label, inside);
    else yield { line: child, label: child.tags['label'] ?? label, batches: inside };
  }
}

/** The tags of the opening hold for the whole; lines with `draft/multiline-concat` go on where the one before ended. */
function joinLines(batch: Batch): Line | null {
  const lines = batch.children.filter((child): child is Line => !('children' in child));
  const first = lines[0];
  if (!first) return null;
  let text = first.params[1] ?? '';
  for (const line of lines.slice(1)) {
    text += line.tags['draft/multiline-concat'] === undefined ? '\n' : '';
    text += line.params[1] ?? '';
  }
  return {
    tags: { ...first.tags, ...batch.opening.tags },
    source: batch.opening.source ?? first.source,
    command: first.command,
    params: [first.params[0] ?? '', text],
  };
}
