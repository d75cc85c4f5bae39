// SPDX-License-Identifier: GPL-2.0-or-later
import { describe, expect, it } from 'vitest';
import { qrCode } from './qr.std';

describe('a QR code', () => {
  // Read back with zbarimg when this was written, as were texts of all 13 versions.
  it('is what a camera reads', () => {
    const rows = qrCode('otpau')?.map((row) => row.map((dark) => (dark ? '#' : '.')).join(''));
    expect(rows).toMatchInlineSnapshot(`
      [
        "#######....#..#######",
        "#.....#.#..#..#.....#",
        "#.###.#..#.##.#.###.#",
        "#.###.#..#..#.#.###.#",
        "#.###.#.#...#.#.###.#",
        "#.....#...#.#.#.....#",
        "#######.#.#.#.#######",
        "..........###........",
        "#.#.#.#..###....#..#.",
        "#...##..#.#...#.....#",
        ".###.###.##.#...#.###",
        ".#...#..#.#...#.....#",
        "#.###.#####.#.#.##.#.",
        "........##.#.#.#.#.##",
        "#######...##.###..###",
        "#.....#..#.###.##....",
        "#.###.#.#.##.###...##",
        "#.###.#.......##.#.#.",
        "#.###.#.##..#...###.#",
        "#.....#..#....#....#.",
        "#######.###.#.####.##",
      ]
    `);
  });

  it('grows with the text, up to 331 bytes', () => {
    expect(qrCode('x'.repeat(14))?.length).toBe(21);
    expect(qrCode('x'.repeat(15))?.length).toBe(25);
    expect(qrCode('ü'.repeat(165))?.length).toBe(69);
    expect(qrCode('x'.repeat(332))).toBeNull();
  });

  it('has its three eyes', () => {
    const rows = qrCode('anything') ?? [];
    const size = rows.length;
    for (const [column, row] of [[0, 0], [size - 7, 0], [0, size - 7]] as const) {
      expect(rows[row]?.slice(column, column + 7)).toEqual([true, true, true, true, true, true, true]);
      expect(rows[row + 3]?.[column + 3]).toBe(true);
      expect(rows[row + 1]?.[column + 1]).toBe(false);
    }
  });
});
