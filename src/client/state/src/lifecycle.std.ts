// SPDX-License-Identifier: GPL-2.0-or-later
// The life of the connection: every phase × everything that can happen. The compiler refuses a table with a hole.

import type { Connection } from './model.std';

export type LifecycleEvent =
  | 'token_found'
  | 'token_missing'
  | 'signed_in'
  | 'signed_out'
  | 'up' // registered on IRC, and the gateway is ready
  | 'caught_up'
  | 'lost'
  | 'network_gone'
  | 'network_back'
  | 'refused' // the token isn't good anymore
  | 'outdated'; // the server runs another release than when this page was loaded

const stay = null;

export const lifecycle: Readonly<Record<Connection, Readonly<Record<LifecycleEvent, Connection | null>>>> = {
  starting: {
    token_found: 'connecting', token_missing: 'signed_out', signed_in: 'connecting', signed_out: 'signed_out',
    up: stay, caught_up: stay, lost: stay, network_gone: stay, network_back: stay, refused: 'rejected', outdated: stay,
  },
  signed_out: {
    token_found: 'connecting', token_missing: stay, signed_in: 'connecting', signed_out: stay,
    up: stay, caught_up: stay, lost: stay, network_gone: stay, network_back: stay, refused: stay, outdated: stay,
  },
  connecting: {
    token_found: stay, token_missing: stay, signed_in: stay, signed_out: 'signed_out',
    up: 'catching_up', caught_up: stay, lost: 'reconnecting', network_gone: 'offline', network_back: stay, refused: 'rejected', outdated: stay,
  },
  catching_up: {
    token_found: stay, token_missing: stay, signed_in: stay, signed_out: 'signed_out',
    up: stay, caught_up: 'online', lost: 'reconnecting', network_gone: 'offline', network_back: stay, refused: 'rejected', outdated: 'outdated',
  },
  online: {
    token_found: stay, token_missing: stay, signed_in: stay, signed_out: 'signed_out',
    up: stay, caught_up: stay, lost: 'reconnecting', network_gone: 'offline', network_back: stay, refused: 'rejected', outdated: 'outdated',
  },
  reconnecting: {
    token_found: stay, token_missing: stay, signed_in: stay, signed_out: 'signed_out',
    up: 'catching_up', caught_up: stay, lost: stay, network_gone: 'offline', network_back: stay, refused: 'rejected', outdated: stay,
  },
  // Browsers are wrong about the network now and then, so a connection that comes up wins.
  offline: {
    token_found: stay, token_missing: stay, signed_in: stay, signed_out: 'signed_out',
    up: 'catching_up', caught_up: stay, lost: stay, network_gone: stay, network_back: 'reconnecting', refused: 'rejected', outdated: stay,
  },
  rejected: {
    token_found: stay, token_missing: 'signed_out', signed_in: 'connecting', signed_out: 'signed_out',
    up: stay, caught_up: stay, lost: stay, network_gone: stay, network_back: stay, refused: stay, outdated: stay,
  },
  // Still connected; only the page is old.
  outdated: {
    token_found: stay, token_missing: stay, signed_in: stay, signed_out: 'signed_out',
    up: stay, caught_up: stay, lost: 'reconnecting', network_gone: 'offline', network_back: stay, refused: 'rejected', outdated: stay,
  },
};

export function nextPhase(phase: Connection, event: LifecycleEvent): Connection {
  return lifecycle[phase][event] ?? phase;
}

/** Phases in which lines can be sent. */
export function isUp(phase: Connection): boolean {
  return phase === 'catching_up' || phase === 'online' || phase === 'outdated';
}
