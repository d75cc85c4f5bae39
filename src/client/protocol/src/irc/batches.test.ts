// SPDX-License-Identifier: GPL-2.0-or-later
import { describe, expect, it } from 'vitest';
import { Batches } from './batches.std';
import { parseLine } from './line.std';

function run(lines: readonly string[]) {
  const batches = new Batches();
  return lines.flatMap((text) => {
    const line = parseLine(text);
    return line ? batches.take(line) : [];
  });
}

describe('batches', () => {
  it('hand a lone line on at once', () => {
    expect(run(['@label=x :s PONG s y'])).toMatchObject([{ label: 'x', line: { command: 'PONG' } }]);
  });
  it('give the label of the whole to each line', () => {
    const lines = run(['@label=q :s BATCH +1 labeled-response', '@batch=1 :s 354 me 1', '@batch=1 :s 315 me :end', ':s BATCH -1']);
    expect(lines.map(({ label, line }) => [label, line.command])).toEqual([['q', '354'], ['q', '315']]);
  });
  it('make one line of a multiline message, with the tags of its opening', () => {
    const lines = run([
      '@msgid=9;time=T;+reply=3;account=ann :ann!a@h BATCH +m draft/multiline #a',
      '@batch=m :ann!a@h PRIVMSG #a :one',
      '@batch=m;draft/multiline-concat :ann!a@h PRIVMSG #a : more',
      '@batch=m :ann!a@h PRIVMSG #a :',
      '@batch=m :ann!a@h PRIVMSG #a :two',
      ':s BATCH -m',
    ]);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.line).toMatchObject({ command: 'PRIVMSG', params: ['#a', 'one more\n\ntwo'], tags: { msgid: '9', '+reply': '3' } });
  });
  it('may be nested: a labelled answer that holds a multiline message', () => {
    const lines = run([
      '@label=L BATCH +o labeled-response',
      '@batch=o;msgid=4 :me!m@h BATCH +i draft/multiline #a',
      '@batch=i :me!m@h PRIVMSG #a :x',
      '@batch=i :me!m@h PRIVMSG #a :y',
      'BATCH -i',
      '@batch=o :s NOTE X Y :done',
      'BATCH -o',
    ]);
    expect(lines.map(({ label, line }) => [label, line.command, line.params[1]])).toEqual([['L', 'PRIVMSG', 'x\ny'], ['L', 'NOTE', 'Y']]);
  });
  it('answer an empty one as done', () => {
    expect(run(['@label=L BATCH +o labeled-response', 'BATCH -o'])).toMatchObject([{ label: 'L', line: { command: 'ACK' } }]);
  });
  it('don’t mind ends without beginning, and lines of unknown batches', () => {
    expect(run(['BATCH -x', '@batch=y PRIVMSG #a :b', 'BATCH', 'BATCH +', 'BATCH -'])).toHaveLength(1);
  });
  it('don’t fill the memory when one is never closed', () => {
    const batches = new Batches();
    for (let count = 0; count < 50_000; count += 1) batches.take(parseLine(count % 100 === 0 ? `BATCH +${count} x` : `@batch=0 PRIVMSG #a :${count}`)!);
    expect(batches.take(parseLine('PING x')!)).toHaveLength(1);
  });
});
