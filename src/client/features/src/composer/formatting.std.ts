// SPDX-License-Identifier: GPL-2.0-or-later
// Puts marks of Markdown around what is selected, or takes them away.

export interface Edit {
  /** What replaces the characters from `start` to `end`. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly selectionStart: number;
  readonly selectionEnd: number;
}

export type Mark = '**' | '*' | '__' | '~~' | '`' | '||';

export function toggleMark(text: string, from: number, to: number, mark: Mark): Edit {
  const width = mark.length;
  // Spaces at the edges stay outside: marks beside a space mean nothing.
  let start = from;
  let end = to;
  while (start < end && /\s/.test(text.charAt(start))) start++;
  while (end > start && /\s/.test(text.charAt(end - 1))) end--;
  const selected = text.slice(start, end);

  if (isMarked(text.slice(0, start), 'end', mark) && isMarked(text.slice(end), 'start', mark)) {
    return { start: start - width, end: end + width, text: selected, selectionStart: start - width, selectionEnd: end - width };
  }
  if (selected.length >= 2 * width && isMarked(selected, 'start', mark) && isMarked(selected, 'end', mark)) {
    const inner = selected.slice(width, -width);
    return { start, end, text: inner, selectionStart: start, selectionEnd: start + inner.length };
  }
  return { start, end, text: `${mark}${selected}${mark}`, selectionStart: start + width, selectionEnd: end + width };
}

// One star beside another is half of a bold mark, unless there are three.
function isMarked(text: string, where: 'start' | 'end', mark: Mark): boolean {
  const sign = mark.charAt(0);
  let run = 0;
  while (run < text.length && text.charAt(where === 'start' ? run : text.length - 1 - run) === sign) run++;
  if (mark === '*') return run === 1 || run === 3;
  return run >= mark.length;
}

/** Puts `> ` before each line of the selection, or takes it away from all. */
export function toggleQuote(text: string, from: number, to: number): Edit {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const next = text.indexOf('\n', to);
  const end = next < 0 ? text.length : next;
  const lines = text.slice(start, end).split('\n');
  const quoted = lines.every((line) => line.startsWith('> '));
  const changed = lines.map((line) => (quoted ? line.slice(2) : `> ${line}`)).join('\n');
  return { start, end, text: changed, selectionStart: start, selectionEnd: start + changed.length };
}

/** Puts fences around several lines, backticks around one. */
export function toggleCode(text: string, from: number, to: number): Edit {
  const selected = text.slice(from, to);
  if (!selected.includes('\n')) return toggleMark(text, from, to, '`');
  const before = from > 0 && text.charAt(from - 1) !== '\n' ? '\n' : '';
  const after = text.charAt(to) === '\n' || to === text.length ? '' : '\n';
  const opening = `${before}\`\`\`\n`;
  return { start: from, end: to, text: `${opening}${selected}\n\`\`\`${after}`, selectionStart: from + opening.length, selectionEnd: from + opening.length + selected.length };
}
