// SPDX-License-Identifier: GPL-2.0-or-later
import { useEffect, useState } from 'react';
import { useApi } from './app_context.dom';

/** `GET /server`. */
export interface ServerInfo {
  readonly name: string;
  readonly version: string;
  readonly registration: 'open' | 'invite' | 'approval' | 'closed';
  readonly irc: { readonly host: string; readonly port: number; readonly tls: boolean };
  readonly mumble: { readonly host: string; readonly port: number } | null;
}

let known: ServerInfo | null = null;

/** What this server is, or null until it has answered. Needs no login. */
export function useServerInfo(): ServerInfo | null {
  const api = useApi();
  const [server, setServer] = useState(known);
  useEffect(() => {
    let alive = true;
    void api.call<ServerInfo>('GET', '/server').then((answer) => {
      if (!answer.ok) return;
      known = answer.value;
      if (alive) setServer(answer.value);
    });
    return () => {
      alive = false;
    };
  }, [api]);
  return server;
}
