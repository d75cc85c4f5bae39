// SPDX-License-Identifier: GPL-2.0-or-later
import { expect, it } from 'vitest';
import { makeIndex } from '@alloquy/features/shared/emoji.std';
import { emojiAt, firstCell, moveCell, pickerRows } from './picker_rows.std';

const index = makeIndex([['a', 'a', 0, ['a'], [], 0], ['b', 'b', 0, ['b'], [], 0], ['c', 'c', 0, ['c'], [], 0], ['d', 'd', 5, ['d'], [], 0]], null);
const rows = pickerRows(index, ['b'], null, 2);

it('has what was used lately first, then a title for each group', () => {
  expect(rows.map((row) => (row.type === 'title' ? `= ${row.group}` : row.emoji.map((emoji) => emoji.character).join('')))).toEqual(['= recent', 'b', '= 0', 'ab', 'c', '= 5', 'd']);
  expect(pickerRows(index, ['b'], [], 2)).toEqual([]);
});

it('leads arrows over titles and the ends of rows', () => {
  const start = firstCell(rows);
  expect(start).toEqual({ row: 1, column: 0 });
  expect(moveCell(rows, start, 'ArrowRight')).toEqual({ row: 3, column: 0 });
  expect(moveCell(rows, { row: 3, column: 1 }, 'ArrowDown')).toEqual({ row: 4, column: 0 });
  expect(moveCell(rows, { row: 4, column: 0 }, 'ArrowLeft')).toEqual({ row: 3, column: 1 });
  expect(moveCell(rows, { row: 6, column: 0 }, 'ArrowDown')).toEqual({ row: 6, column: 0 });
  expect(emojiAt(rows, { row: 4, column: 0 })?.character).toBe('c');
  expect(emojiAt(rows, { row: 0, column: 0 })).toBeNull();
});
