// SPDX-License-Identifier: GPL-2.0-or-later
import { describe, expect, it } from 'vitest';
import { isUp, lifecycle, nextPhase, type LifecycleEvent } from './lifecycle.std';
import type { Connection } from './model.std';

function run(from: Connection, ...events: LifecycleEvent[]): Connection {
  return events.reduce(nextPhase, from);
}

describe('the life of the connection', () => {
  it('goes from the start to online', () => {
    expect(run('starting', 'token_found', 'up', 'caught_up')).toBe('online');
    expect(run('starting', 'token_missing', 'signed_in', 'up', 'caught_up')).toBe('online');
  });
  it('comes back after a loss', () => {
    expect(run('online', 'lost')).toBe('reconnecting');
    expect(run('online', 'lost', 'up', 'caught_up')).toBe('online');
    expect(run('catching_up', 'lost', 'lost', 'up')).toBe('catching_up');
  });
  it('waits for the network, and believes a connection more than the browser', () => {
    expect(run('online', 'network_gone')).toBe('offline');
    expect(run('online', 'network_gone', 'network_back')).toBe('reconnecting');
    expect(run('offline', 'up', 'caught_up')).toBe('online');
  });
  it('ends when the token is refused, from every phase that has one', () => {
    for (const phase of ['connecting', 'catching_up', 'online', 'reconnecting', 'offline', 'outdated'] as const) {
      expect(run(phase, 'refused')).toBe('rejected');
      expect(run(phase, 'signed_out')).toBe('signed_out');
    }
    expect(run('rejected', 'lost', 'up', 'network_gone', 'network_back', 'caught_up')).toBe('rejected');
    expect(run('rejected', 'signed_in')).toBe('connecting');
  });
  it('never gets anywhere from being signed out without signing in', () => {
    expect(run('signed_out', 'up', 'lost', 'caught_up', 'network_back', 'outdated', 'refused')).toBe('signed_out');
  });
  it('keeps working when the page is old', () => {
    expect(isUp(run('online', 'outdated'))).toBe(true);
    expect(run('outdated', 'lost', 'up', 'caught_up', 'outdated')).toBe('outdated');
  });
  it('can leave every phase, and be signed out everywhere', () => {
    for (const [phase, row] of Object.entries(lifecycle)) {
      expect(Object.values(row).some((next) => next !== null && next !== phase)).toBe(true);
    }
  });
});
