// SPDX-License-Identifier: GPL-2.0-or-later
// Where the unread begin. The mark on the server moves on while one reads; the line on the screen stays until one leaves,
// or says that all is read.

import { compareIds } from '@alloquy/base/ids.std';
import type { Id, Room } from '@alloquy/state/model.std';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';

export function useAttention(): boolean {
  return useSyncExternalStore(subscribe, hasAttention, () => true);
}

function hasAttention(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

function subscribe(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  window.addEventListener('focus', listener);
  window.addEventListener('blur', listener);
  return () => {
    document.removeEventListener('visibilitychange', listener);
    window.removeEventListener('focus', listener);
    window.removeEventListener('blur', listener);
  };
}

/** The id after which the unread begin, null for no line; and how to take the line away. */
export function useDivider(room: Pick<Room, 'readId' | 'unread' | 'lastMessageId'>): { readonly after: Id | null; readonly clear: () => void } {
  const attention = useAttention();
  const [after, setAfter] = useState<Id | null>(room.unread > 0 ? room.readId : null);
  const before = useRef({ readId: room.readId, lastId: room.lastMessageId });
  useEffect(() => {
    const { readId, lastId } = before.current;
    before.current = { readId: room.readId, lastId: room.lastMessageId };
    // Marked unread from an older message, here or on another device.
    if (room.readId !== null && readId !== null && compareIds(room.readId, readId) < 0) setAfter(room.readId);
    // Something came while nobody looked: the line goes above it, if there is none yet.
    else if (!attention && after === null && room.lastMessageId !== lastId && room.unread > 0) setAfter(room.readId);
  }, [room.readId, room.lastMessageId, room.unread, attention, after]);
  return { after, clear: () => setAfter(null) };
}
