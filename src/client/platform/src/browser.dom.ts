// SPDX-License-Identifier: GPL-2.0-or-later
// The browser as the engine wants it: a clock, sockets, a channel between tabs, a lock that one of them holds.

export const clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  after(milliseconds: number, run: () => void): () => void {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};

export interface SocketHandlers {
  opened(): void;
  received(text: string): void;
  closed(code: number): void;
}

/** IRC says one line in each message under this name (IRCv3 WebSocket). */
const subprotocols: Readonly<Record<string, string>> = { '/irc': 'text.ircv3.net' };

export function openSocket(path: string, handlers: SocketHandlers): { send(text: string): void; close(): void } {
  let over = false;
  const end = (code: number) => {
    if (over) return;
    over = true;
    handlers.closed(code);
  };
  let socket: WebSocket;
  try {
    const address = new URL(path, location.href);
    address.protocol = address.protocol === 'http:' ? 'ws:' : 'wss:';
    const subprotocol = subprotocols[path];
    socket = subprotocol === undefined ? new WebSocket(address) : new WebSocket(address, subprotocol);
  } catch {
    queueMicrotask(() => end(1006));
    return { send: () => {}, close: () => (over = true) };
  }
  socket.onopen = () => handlers.opened();
  socket.onmessage = (event) => {
    if (!over && typeof event.data === 'string') handlers.received(event.data);
  };
  socket.onclose = (event) => end(event.code);
  return {
    send(text) {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close() {
      over = true;
      socket.close();
    },
  };
}

export function openChannel(name: string): { post(message: unknown): void; listen(handler: (message: unknown) => void): void; close(): void } {
  if (typeof BroadcastChannel === 'undefined') return { post: () => {}, listen: () => {}, close: () => {} };
  const channel = new BroadcastChannel(name);
  let closed = false;
  return {
    post(message) {
      if (!closed) channel.postMessage(message);
    },
    listen(handler) {
      channel.onmessage = (event) => handler(event.data);
    },
    close() {
      closed = true;
      channel.close();
    },
  };
}

/** Without Web Locks or a channel each tab leads for itself: the server takes several devices of one person. */
export function askForLock(name: string, granted: () => void): { release(): void } {
  let given = false;
  let release = () => {
    given = true;
  };
  const held = new Promise<void>((resolve) => {
    release = () => {
      given = true;
      resolve();
    };
  });
  if (typeof navigator.locks === 'undefined' || typeof BroadcastChannel === 'undefined') {
    queueMicrotask(() => {
      if (!given) granted();
    });
    return { release: () => release() };
  }
  const waiting = new AbortController();
  navigator.locks
    .request(name, { signal: waiting.signal }, () => {
      if (given) return undefined;
      granted();
      return held;
    })
    .catch(() => {
      // Taken back while it waited.
    });
  return {
    release: () => {
      release();
      waiting.abort();
    },
  };
}

export function onNetworkChange(changed: (online: boolean) => void): void {
  addEventListener('online', () => changed(true));
  addEventListener('offline', () => changed(false));
}

/** `leaving`: nothing runs afterwards. Hidden is all that phones say before they end a page. */
export function onPageHidden(run: (leaving: boolean) => void): void {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') run(false);
  });
  addEventListener('pagehide', () => run(true));
}

export function onPageVisible(run: () => void): void {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') run();
  });
  // Back from the cache of whole pages, in which sockets die.
  addEventListener('pageshow', (event) => {
    if (event.persisted) run();
  });
}

export function randomName(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
