// SPDX-License-Identifier: GPL-2.0-or-later
// What is sent for what was typed. Markdown reads well as it stands in any IRC client, so it stays; only what means
// nothing elsewhere is replaced.

/** `emoji` gives the character of a short name, or null. Code keeps its colons. */
export function outgoingText(typed: string, emoji: (name: string) => string | null): string {
  const lines = typed
    .replace(/\r\n?/g, '\n')
    .replace(/\u2028|\u2029/g, '\n')
    .replace(/[\0\x01\x05-\x08\x0b\x0c\x0e\x10\x12-\x15\x17-\x1c\x7f]/g, '')
    .split('\n')
    .map((line) => line.trimEnd());
  let start = 0;
  while (start < lines.length && lines[start] === '') start++;
  while (lines.length > start && lines.at(-1) === '') lines.pop();
  return outsideCode(lines.slice(start).join('\n'), (part) =>
    part.replace(/(^|[^\p{L}\p{N}_:/])((?::[a-z0-9_+-]{2,40}:)+)(?![\p{L}\p{N}/])/giu, (whole, before: string, names: string) => {
      const replaced = names.replace(/:([a-z0-9_+-]{2,40}):/gi, (code, name: string) => emoji(name.toLowerCase()) ?? code);
      return replaced === names ? whole : before + replaced;
    }),
  );
}

/** Applies `change` to everything that isn't between backticks. */
export function outsideCode(text: string, change: (part: string) => string): string {
  const runs = [...text.matchAll(/`+/g)];
  // Where the next run of the same length begins, from the back: one pass, however many runs there are.
  const nextOfLength = new Map<number, number>();
  const closing: (number | null)[] = [];
  for (let index = runs.length - 1; index >= 0; index--) {
    const length = runs[index]?.[0].length ?? 0;
    closing[index] = nextOfLength.get(length) ?? null;
    nextOfLength.set(length, index);
  }
  let result = '';
  let done = 0;
  for (let index = 0; index < runs.length; index++) {
    const end = closing[index] ?? null;
    const open = runs[index];
    const close = end === null ? undefined : runs[end];
    if (!open || !close || end === null) continue;
    const afterClose = close.index + close[0].length;
    result += change(text.slice(done, open.index)) + text.slice(open.index, afterClose);
    done = afterClose;
    index = end;
  }
  return result + change(text.slice(done));
}
