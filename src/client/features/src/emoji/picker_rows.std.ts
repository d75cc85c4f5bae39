// SPDX-License-Identifier: GPL-2.0-or-later
// The picker as rows of a grid, and where arrow keys lead in it.

import type { Emoji, EmojiIndex } from '@alloquy/features/shared/emoji.std';

export type PickerRow = { readonly type: 'title'; readonly group: number | 'recent' | 'found' } | { readonly type: 'emoji'; readonly emoji: readonly Emoji[] };

export interface Cell {
  readonly row: number;
  readonly column: number;
}

export function pickerRows(index: EmojiIndex, recent: readonly string[], found: readonly Emoji[] | null, columns: number): PickerRow[] {
  const rows: PickerRow[] = [];
  const add = (group: number | 'recent' | 'found', emoji: readonly Emoji[]) => {
    if (emoji.length === 0) return;
    rows.push({ type: 'title', group });
    for (let start = 0; start < emoji.length; start += columns) rows.push({ type: 'emoji', emoji: emoji.slice(start, start + columns) });
  };
  if (found !== null) {
    add('found', found);
    return rows;
  }
  const byCharacter = new Map(index.all.map((emoji) => [emoji.character, emoji]));
  add('recent', recent.map((character) => byCharacter.get(character) ?? { character, label: character, group: -1, names: [], toned: false, words: [] }).slice(0, columns * 2));
  const groups = new Map<number, Emoji[]>();
  for (const emoji of index.all) groups.set(emoji.group, [...(groups.get(emoji.group) ?? []), emoji]);
  for (const [group, emoji] of [...groups].sort(([one], [other]) => one - other)) add(group, emoji);
  return rows;
}

export function emojiAt(rows: readonly PickerRow[], cell: Cell): Emoji | null {
  const row = rows[cell.row];
  return row?.type === 'emoji' ? (row.emoji[cell.column] ?? null) : null;
}

export function firstCell(rows: readonly PickerRow[]): Cell {
  return { row: Math.max(0, rows.findIndex((row) => row.type === 'emoji')), column: 0 };
}

/** The same cell where there is nothing further. */
export function moveCell(rows: readonly PickerRow[], cell: Cell, key: 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'): Cell {
  const row = rows[cell.row];
  const length = row?.type === 'emoji' ? row.emoji.length : 0;
  if (key === 'ArrowRight' && cell.column + 1 < length) return { ...cell, column: cell.column + 1 };
  if (key === 'ArrowLeft' && cell.column > 0) return { ...cell, column: cell.column - 1 };
  const step = key === 'ArrowDown' || key === 'ArrowRight' ? 1 : -1;
  for (let next = cell.row + step; next >= 0 && next < rows.length; next += step) {
    const target = rows[next];
    if (target?.type !== 'emoji') continue;
    const last = target.emoji.length - 1;
    const column = key === 'ArrowRight' ? 0 : key === 'ArrowLeft' ? last : Math.min(cell.column, last);
    return { row: next, column };
  }
  return cell;
}
