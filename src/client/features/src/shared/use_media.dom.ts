// SPDX-License-Identifier: GPL-2.0-or-later
import { useCallback, useSyncExternalStore } from 'react';

export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches, () => false);
}

/** One pane at a time. */
export const narrowScreen = '(max-width: 47.99rem)';
/** No room for a pane beside the messages. */
export const mediumScreen = '(max-width: 69.99rem)';
