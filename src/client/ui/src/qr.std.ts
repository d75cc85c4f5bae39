// SPDX-License-Identifier: GPL-2.0-or-later
// QR codes by ISO/IEC 18004: bytes, error correction level M, versions 1 to 13 (331 bytes), which is enough for a link with a secret.

import { utf8Bytes } from '@alloquy/base/text.std';

/** By version from 1: error correction bytes of a block, and blocks. Table 9 of the standard, level M. */
const correction: readonly (readonly [number, number])[] = [
  [10, 1], [16, 1], [26, 1], [18, 2], [24, 2], [16, 4], [18, 4], [22, 4], [22, 5], [26, 5], [30, 5], [22, 8], [22, 9],
];

function rawBytes(version: number): number {
  let modules = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const aligned = Math.floor(version / 7) + 2;
    modules -= (25 * aligned - 10) * aligned - 55;
    if (version >= 7) modules -= 36;
  }
  return modules >> 3;
}

function dataBytes(version: number): number {
  const [perBlock, blocks] = correction[version - 1] ?? [0, 0];
  return rawBytes(version) - perBlock * blocks;
}

/** Multiplication in GF(2^8) by x^8 + x^4 + x^3 + x^2 + 1. */
function multiply(one: number, other: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((other >> bit) & 1) * one;
  }
  return product & 0xff;
}

function generator(degree: number): number[] {
  const polynomial = [...new Array<number>(degree - 1).fill(0), 1];
  let root = 1;
  for (let step = 0; step < degree; step += 1) {
    for (let index = 0; index < degree; index += 1) polynomial[index] = multiply(polynomial[index] ?? 0, root) ^ (polynomial[index + 1] ?? 0);
    root = multiply(root, 2);
  }
  return polynomial;
}

function remainder(data: readonly number[], divisor: readonly number[]): number[] {
  const rest = divisor.map(() => 0);
  for (const byte of data) {
    const factor = byte ^ (rest.shift() ?? 0);
    rest.push(0);
    divisor.forEach((coefficient, index) => (rest[index] = (rest[index] ?? 0) ^ multiply(coefficient, factor)));
  }
  return rest;
}

function encodeBytes(bytes: Uint8Array, version: number): number[] {
  const bits: number[] = [];
  const push = (value: number, length: number) => {
    for (let bit = length - 1; bit >= 0; bit -= 1) bits.push((value >> bit) & 1);
  };
  push(0b0100, 4);
  push(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) push(byte, 8);
  const capacity = dataBytes(version) * 8;
  push(0, Math.min(4, capacity - bits.length));
  push(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < capacity; pad ^= 0xec ^ 0x11) push(pad, 8);
  return Array.from({ length: bits.length / 8 }, (_, index) => bits.slice(index * 8, index * 8 + 8).reduce((byte, bit) => (byte << 1) | bit, 0));
}

function interleave(data: readonly number[], version: number): number[] {
  const [perBlock, blocks] = correction[version - 1] ?? [0, 1];
  const short = Math.floor(data.length / blocks);
  const shortBlocks = blocks - (data.length % blocks);
  const divisor = generator(perBlock);
  const parts: number[][] = [];
  for (let block = 0, at = 0; block < blocks; block += 1) {
    const length = short + (block < shortBlocks ? 0 : 1);
    parts.push(data.slice(at, at + length));
    at += length;
  }
  const checks = parts.map((part) => remainder(part, divisor));
  const result: number[] = [];
  for (let index = 0; index <= short; index += 1) for (const part of parts) if (index < part.length) result.push(part[index] ?? 0);
  for (let index = 0; index < perBlock; index += 1) for (const check of checks) result.push(check[index] ?? 0);
  return result;
}

class Grid {
  readonly dark: boolean[][];
  private readonly fixed: boolean[][];

  constructor(readonly version: number, readonly size = version * 4 + 17) {
    this.dark = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
    this.fixed = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
    this.drawPatterns();
  }

  private set(column: number, row: number, dark: boolean): void {
    const line = this.dark[row];
    if (!line || column < 0 || column >= this.size) return;
    line[column] = dark;
    (this.fixed[row] as boolean[])[column] = true;
  }

  private square(column: number, row: number, reach: number, dark: (ring: number) => boolean): void {
    for (let down = -reach; down <= reach; down += 1) for (let right = -reach; right <= reach; right += 1) this.set(column + right, row + down, dark(Math.max(Math.abs(down), Math.abs(right))));
  }

  private drawPatterns(): void {
    const { size, version } = this;
    for (let index = 0; index < size; index += 1) {
      this.set(6, index, index % 2 === 0);
      this.set(index, 6, index % 2 === 0);
    }
    for (const [column, row] of [[3, 3], [size - 4, 3], [3, size - 4]] as const) this.square(column, row, 4, (ring) => ring !== 2 && ring !== 4);
    const count = version === 1 ? 0 : Math.floor(version / 7) + 2;
    const step = Math.ceil((size - 13) / (2 * count - 2)) * 2;
    const places = Array.from({ length: count }, (_, index) => (index === 0 ? 6 : size - 7 - (count - 1 - index) * step));
    places.forEach((column, across) =>
      places.forEach((row, along) => {
        const last = count - 1;
        const finder = (across === 0 && along === 0) || (across === 0 && along === last) || (across === last && along === 0);
        if (!finder) this.square(column, row, 2, (ring) => ring !== 1);
      }),
    );
    this.drawFormat(0);
    if (version < 7) return;
    let rest = version;
    for (let index = 0; index < 12; index += 1) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
    const bits = (version << 12) | rest;
    for (let index = 0; index < 18; index += 1) {
      const dark = ((bits >> index) & 1) === 1;
      const far = size - 11 + (index % 3);
      const near = Math.floor(index / 3);
      this.set(far, near, dark);
      this.set(near, far, dark);
    }
  }

  /** Level M is 0b00. */
  drawFormat(mask: number): void {
    let rest = mask;
    for (let index = 0; index < 10; index += 1) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
    const bits = ((mask << 10) | rest) ^ 0x5412;
    const bit = (index: number) => ((bits >> index) & 1) === 1;
    const { size } = this;
    for (let index = 0; index <= 5; index += 1) this.set(8, index, bit(index));
    this.set(8, 7, bit(6));
    this.set(8, 8, bit(7));
    this.set(7, 8, bit(8));
    for (let index = 9; index < 15; index += 1) this.set(14 - index, 8, bit(index));
    for (let index = 0; index < 8; index += 1) this.set(size - 1 - index, 8, bit(index));
    for (let index = 8; index < 15; index += 1) this.set(8, size - 15 + index, bit(index));
    this.set(8, size - 8, true);
  }

  drawData(bytes: readonly number[]): void {
    let index = 0;
    for (let right = this.size - 1; right >= 1; right -= 2) {
      if (right === 6) right = 5;
      for (let along = 0; along < this.size; along += 1) {
        const upward = ((right + 1) & 2) === 0;
        const row = upward ? this.size - 1 - along : along;
        for (const column of [right, right - 1]) {
          if (this.fixed[row]?.[column]) continue;
          (this.dark[row] as boolean[])[column] = (((bytes[index >> 3] ?? 0) >> (7 - (index & 7))) & 1) === 1;
          index += 1;
        }
      }
    }
  }

  /** Masking with a checkerboard breaks up what a camera might take for a pattern; one mask is enough for the short texts here. */
  applyMask(): void {
    for (let row = 0; row < this.size; row += 1)
      for (let column = 0; column < this.size; column += 1) if (!this.fixed[row]?.[column] && (row + column) % 2 === 0) (this.dark[row] as boolean[])[column] = !this.dark[row]?.[column];
  }
}

/** Rows of modules, true = dark, without the quiet zone; null when the text is longer than 331 bytes. */
export function qrCode(text: string): readonly (readonly boolean[])[] | null {
  const bytes = Uint8Array.from(utf8Bytes(text));
  const version = correction.findIndex((_, index) => Math.floor((dataBytes(index + 1) * 8 - 4 - (index + 1 < 10 ? 8 : 16)) / 8) >= bytes.length) + 1;
  if (version === 0) return null;
  const grid = new Grid(version);
  grid.drawData(interleave(encodeBytes(bytes, version), version));
  grid.applyMask();
  grid.drawFormat(0);
  return grid.dark;
}
