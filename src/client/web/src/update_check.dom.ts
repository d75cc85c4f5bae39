// SPDX-License-Identifier: GPL-2.0-or-later
// Whether the server has a newer client than the one that runs here. Names of built files hold their hash, so another entry means another client.

import { useEffect, useState } from 'react';

const everyMinutes = 15;

function entryOf(html: string): string | null {
  return /<script[^>]+src="(\/assets\/[^"]+)"/.exec(html)?.[1] ?? null;
}

/** null when that can't be told: offline, or under development. */
async function newerClient(): Promise<boolean | null> {
  const running = document.querySelector('script[type="module"][src^="/assets/"]')?.getAttribute('src');
  if (!running) return null;
  try {
    const response = await fetch('/', { headers: { Accept: 'text/html' }, cache: 'no-cache' });
    const entry = response.ok ? entryOf(await response.text()) : null;
    return entry === null ? null : entry !== running;
  } catch {
    return null;
  }
}

/** True from when a newer client was seen, or a part of this one is gone from the server. `phase` asks again when a lost connection is back. */
export function useNewerClient(phase: string): boolean {
  const [newer, setNewer] = useState(false);

  useEffect(() => {
    // A part that doesn't load is gone with its version, or the network is.
    const missing = () => void newerClient().then((newer) => newer && setNewer(true));
    addEventListener('vite:preloadError', missing);
    return () => removeEventListener('vite:preloadError', missing);
  }, []);

  useEffect(() => {
    let last = Date.now();
    const ask = async () => {
      last = Date.now();
      if (await newerClient()) setNewer(true);
    };
    const onVisible = () => {
      if (document.visibilityState === 'visible' && Date.now() - last > everyMinutes * 60_000) void ask();
    };
    if (phase === 'online') void ask();
    document.addEventListener('visibilitychange', onVisible);
    const timer = setInterval(onVisible, 60_000);
    return () => {
      document.removeEventListener('visibilitychange', onVisible);
      clearInterval(timer);
    };
  }, [phase]);

  return newer;
}
