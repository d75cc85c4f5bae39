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

export interface Divider {
  /** The id after which the unread begin; null for no line. */
  readonly after: Id | null;
  /** Marked unread by hand: seeing it doesn't make it read. */
  readonly kept: boolean;
  readonly clear: () => void;
}

export function useDivider(room: Pick<Room, 'readId' | 'unread' | 'lastMessageId'>): Divider {
  const attention = useAttention();
  const [after, setAfter] = useState<Id | null>(room.unread > 0 ? room.readId : null);
  const [kept, setKept] = useState(false);
  const [seen, setSeen] = useState(room.readId);
  if (seen !== room.readId) {
    setSeen(room.readId);
    // The mark only goes back when somebody wants it to, here or on another device.
    if (room.readId !== null && seen !== null && compareIds(room.readId, seen) < 0) {
      setAfter(room.readId);
      setKept(true);
    }
  }
  const lastId = useRef(room.lastMessageId);
  useEffect(() => {
    const before = lastId.current;
    lastId.current = room.lastMessageId;
    // Something came while nobody looked: the line goes above it, if there is none yet.
    if (!attention && after === null && room.lastMessageId !== before && room.unread > 0) setAfter(room.readId);
  }, [room.readId, room.lastMessageId, room.unread, attention, after]);
  const clear = () => {
    setAfter(null);
    setKept(false);
  };
  return { after, kept, clear };
}
