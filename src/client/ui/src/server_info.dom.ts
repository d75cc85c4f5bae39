// SPDX-License-Identifier: GPL-2.0-or-later
import { useEffect, useState } from 'react';
import { useApi, type ApiResult } from './app_context.dom';

/** `GET /server`. */
export interface ServerInfo {
  readonly name: string;
  readonly version: string;
  readonly registration: 'open' | 'invite' | 'approval' | 'closed';
  readonly irc: { readonly host: string; readonly port: number; readonly tls: boolean };
  readonly mumble: { readonly host: string; readonly port: number } | null;
}

let known: ServerInfo | null = null;
let asked: Promise<ApiResult<ServerInfo>> | null = null;

/** What this server is, or null until it has answered. Needs no login. */
export function useServerInfo(): ServerInfo | null {
  const api = useApi();
  const [server, setServer] = useState(known);
  useEffect(() => {
    let alive = true;
    // Asked once for all that show it, and again by whoever comes after a failure.
    asked ??= api.call<ServerInfo>('GET', '/server');
    void asked.then((answer) => {
      if (!answer.ok) {
        asked = null;
        return;
      }
      known = answer.value;
      if (alive) setServer(answer.value);
    });
    return () => {
      alive = false;
    };
  }, [api]);
  return server;
}
