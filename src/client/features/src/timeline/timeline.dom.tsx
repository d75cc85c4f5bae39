// SPDX-License-Identifier: GPL-2.0-or-later
// The messages of a room. Only the rows near the screen are in the page, whatever the room holds.

import { Trans, useLingui } from '@lingui/react/macro';
import { useDeferredValue, useEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent, type RefObject } from 'react';
import { Virtualizer } from 'virtua';
import type { Id, Message, Room, Timeline as TimelineState } from '@alloquy/state/model.std';
import { useActions, useApp } from '@alloquy/ui/app_context.dom';
import { EmptyState, Skeleton } from '@alloquy/ui/components/feedback.dom';
import { Button } from '@alloquy/ui/components/button.dom';
import { codeText } from '@alloquy/ui/problem_text.dom';
import { useChat } from '@alloquy/features/shared/chat_context.dom';
import { isApple } from '@alloquy/features/shared/is_apple.dom';
import { shortcutFor } from '@alloquy/features/shared/keymap.std';
import { useMessageCommands } from './message_commands.dom';
import { MessageMenu } from './message_menu.dom';
import { actionForShortcut } from './message_keys.std';
import { actionsFor } from './message_actions.std';
import { PresentBar } from './present_bar.dom';
import { buildRows, rowOfMessage, type Row } from './rows.std';
import { RoomStart } from './room_start.dom';
import { TimelineRow } from './timeline_row.dom';
import { useDivider, useAttention } from './use_divider.dom';
import { roomStartHeight, useScroll, type Scroll } from './use_scroll.dom';
import { useShownRows } from './use_shown_rows.dom';
import './timeline.css';
import './message.css';

export interface TimelineHandle {
  /** Marks the room as read, takes the line of the unread away, and goes to the end. */
  markRead(): void;
  toPresent(): void;
  page(direction: 1 | -1): void;
}

export interface TimelineProps {
  readonly room: Room;
  readonly editing: Id | null;
  /** A message to go to; a new object goes there again. */
  readonly target: { readonly id: Id } | null;
  readonly handle: RefObject<TimelineHandle | null>;
}

const emptyTimeline: TimelineState = { items: [], atStart: false, atEnd: true, loading: 'first', error: null };

/** Give it a `key` of the room: nothing is carried from one room to another. */
export function Timeline({ room, editing, target, handle }: TimelineProps) {
  const { t } = useLingui();
  const actions = useActions();
  const chat = useChat();
  const timeline = useApp((state) => state.timelines[room.id] ?? emptyTimeline);
  const me = useApp((state) => state.me);
  const blocked = useApp((state) => state.blocked);
  const divider = useDivider(room);
  const lastRows = useRef<readonly Row[]>([]);
  // In a burst of messages what is being typed goes first, and several messages are drawn at once.
  const items = useDeferredValue(timeline.items);
  const wanted = useMemo(() => buildRows(items, { readId: divider.after, me: me?.username ?? null, blocked }, lastRows.current), [items, divider.after, me?.username, blocked]);
  useEffect(() => {
    lastRows.current = wanted;
  }, [wanted]);
  const { rows, atBeginning } = useShownRows(wanted);

  const fontScale = useApp((state) => state.preferences.fontScale);
  // Measured when the size of text changes: asking the page at each drawing would make it lay out everything.
  const startHeight = useMemo(roomStartHeight, [fontScale]);

  const busy = timeline.loading !== 'none';
  const unreadIndex = useMemo(() => rows.findIndex((row) => row.unread), [rows]);
  const scroll = useScroll({
    roomId: room.id,
    rows,
    unreadIndex,
    targeted: target !== null,
    onNearStart: () => !busy && !timeline.atStart && timeline.error === null && actions.loadOlder(room.id),
    onNearEnd: () => !busy && !timeline.atEnd && timeline.error === null && actions.loadNewer(room.id),
  });

  const [focusKey, setFocusKey] = useState<string | null>(null);
  const [hoverKey, setHoverKey] = useState<string | null>(null);
  const [focusInside, setFocusInside] = useState(false);
  const [flashId, setFlashId] = useState<Id | null>(null);
  const [menu, setMenu] = useState<{ readonly message: Message } | null>(null);
  const menuAnchor = useRef<Element | null>(null);
  const command = useMessageCommands(room);

  useReadMark(room, timeline, scroll, divider.kept);
  useTarget(room.id, target, rows, scroll, setFlashId, setFocusKey);
  useOwnMessages(rows, () => {
    scroll.stickToEnd();
    divider.clear();
  });

  const focusIndex = focusKey === null ? -1 : rows.findIndex((row) => row.key === focusKey);
  const tabIndexRow = focusIndex >= 0 ? focusIndex : rows.findLastIndex(takesFocus);
  const pendingFocus = useRef(false);
  useEffect(() => {
    if (!pendingFocus.current) return;
    const frame = requestAnimationFrame(() => {
      pendingFocus.current = false;
      focusRow(scroll.scroller.current, focusKey);
    });
    return () => cancelAnimationFrame(frame);
  }, [focusKey, scroll.scroller]);

  /** To the nearest row in that direction that takes the focus; false at the end. */
  const moveFocus = (from: number, direction: 1 | -1): boolean => {
    let index = from;
    while (index >= 0 && index < rows.length && !takesFocus(rows[index])) index += direction;
    const row = rows[index];
    if (!row) return false;
    scroll.scrollToRow(index);
    pendingFocus.current = row.key !== focusKey;
    if (row.key === focusKey) focusRow(scroll.scroller.current, row.key);
    setFocusKey(row.key);
    return true;
  };

  useEffect(() => {
    handle.current = {
      markRead() {
        divider.clear();
        actions.markRead(room.id);
        this.toPresent();
      },
      toPresent() {
        if (!timeline.atEnd) actions.jumpToPresent(room.id);
        scroll.stickToEnd();
      },
      page: scroll.page,
    };
    return () => {
      handle.current = null;
    };
  });

  const openMenu = (message: Message, anchor: Element) => {
    menuAnchor.current = anchor;
    setMenu({ message });
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const element = event.target as HTMLElement;
    if (!element.hasAttribute('data-focus-row')) {
      // In the toolbar of a row: Escape goes back to the row.
      if (event.key === 'Escape' && element.closest('.message-toolbar')) {
        event.stopPropagation();
        focusRow(scroll.scroller.current, focusKey);
      }
      return;
    }
    const shortcut = shortcutFor(event, 'message', isApple);
    if (shortcut === null) return;
    const index = rows.findIndex((row) => row.key === rowKeyOf(element));
    const row = rows[index];
    const moves: Partial<Record<typeof shortcut, () => void>> = {
      message_previous: () => void moveFocus(index - 1, -1),
      message_next: () => moveFocus(index + 1, 1) || chat.focusComposer(),
      message_first: () => void moveFocus(0, 1),
      message_last: () => void moveFocus(rows.length - 1, -1),
      message_leave: () => chat.focusComposer(),
      message_menu: () => row?.type === 'message' && openMenu(row.message, element),
    };
    const move = moves[shortcut];
    const message = row?.type === 'message' ? row.message : null;
    const action = message && actionForShortcut(shortcut, actionsFor(message, room, me));
    if (!move && !action) return;
    event.preventDefault();
    event.stopPropagation();
    if (move) move();
    else if (action && message) command(action, message, element);
  };

  const onContextMenu = (event: MouseEvent<HTMLDivElement>) => {
    const element = event.target as HTMLElement;
    const row = rows.find((each) => each.key === rowKeyOf(element));
    // Links and selected text have a menu of the browser that people need.
    if (row?.type !== 'message' || element.closest('a, textarea, input') || getSelection()?.isCollapsed === false) return;
    event.preventDefault();
    pointerAnchor.current?.style.setProperty('left', `${event.clientX}px`);
    pointerAnchor.current?.style.setProperty('top', `${event.clientY}px`);
    openMenu(row.message, pointerAnchor.current ?? element);
  };
  const pointerAnchor = useRef<HTMLSpanElement>(null);

  if (rows.length === 0 && timeline.error !== null && !busy) {
    return (
      <div className="timeline timeline-empty">
        <EmptyState icon="error" title={t`The messages didn’t come`} actions={<Button variant="primary" icon="refresh" onPress={() => actions.openRoom(room.id)}><Trans>Try again</Trans></Button>}>
          {codeText(timeline.error)}
        </EmptyState>
      </div>
    );
  }
  const first = rows.length === 0 && busy;

  return (
    <div className="timeline">
      <div
        ref={scroll.scroller}
        className="timeline-scroller"
        role="log"
        aria-live="off"
        aria-label={t`Messages`}
        aria-busy={first}
        tabIndex={rows.length === 0 ? 0 : -1}
        data-region="messages"
        onScroll={scroll.onScroll}
        onKeyDown={onKeyDown}
        onContextMenu={onContextMenu}
        onPointerLeave={() => setHoverKey(null)}
        onPointerOver={(event) => event.pointerType === 'mouse' && setHoverKey(rowKeyOf(event.target as HTMLElement))}
        onFocus={(event) => {
          const key = rowKeyOf(event.target);
          if (key !== null) setFocusKey(key);
          setFocusInside(key !== null && (event.target.matches(':focus-visible') || event.target.closest('.message-toolbar') !== null));
        }}
        onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setFocusInside(false)}
      >
        <div className="timeline-filler" />
        <RoomStart room={room} atStart={timeline.atStart} loading={!first && timeline.loading === 'older'} error={timeline.error} onRetry={() => actions.loadOlder(room.id)} />
        {first && <Skeleton lines={8} label={t`Loading messages`} />}
        <Virtualizer ref={scroll.list} scrollRef={scroll.scroller} data={rows} shift={atBeginning} bufferSize={400} itemSize={56} startMargin={startHeight} keepMounted={focusIndex >= 0 ? [focusIndex] : []}>
          {(row, index) => (
            <TimelineRow
              key={row.key}
              row={row}
              room={room}
              active={row.key === hoverKey || (focusInside && row.key === focusKey)}
              focusable={index === tabIndexRow}
              editing={editing !== null && row.type === 'message' && row.message.id === editing}
              flashing={flashId !== null && row.type === 'message' && row.message.id === flashId}
              onMenu={openMenu}
            />
          )}
        </Virtualizer>
      </div>
      <span ref={pointerAnchor} className="pointer-anchor" aria-hidden="true" />
      <PresentBar room={room} atEnd={timeline.atEnd} far={scroll.state.farFromEnd} onPress={() => handle.current?.toPresent()} />
      {menu && <MessageMenu message={menu.message} room={room} anchor={menuAnchor} onClose={() => setMenu(null)} />}
    </div>
  );
}

/** Comings and goings are passed over: there is nothing to do with them. */
function takesFocus(row: Row | undefined): boolean {
  return row !== undefined && row.type !== 'events';
}

function rowKeyOf(element: Element): string | null {
  return element.closest<HTMLElement>('[data-row]')?.dataset['row'] ?? null;
}

function focusRow(scroller: HTMLElement | null, key: string | null): void {
  if (!scroller || key === null) return;
  scroller.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"] [data-focus-row]`)?.focus({ preventScroll: true });
}

/** Read is what stood on the screen of somebody who looked. */
function useReadMark(room: Room, timeline: TimelineState, scroll: Scroll, kept: boolean): void {
  const actions = useActions();
  const attention = useAttention();
  const read = attention && !kept && scroll.state.atEnd && timeline.atEnd && timeline.items.length > 0;
  useEffect(() => {
    if (read && (room.unread > 0 || room.mentions > 0)) actions.markRead(room.id);
  }, [read, room.id, room.unread, room.mentions, room.lastMessageId, actions]);
}

/** Goes to a message: loads it if it isn't here, then shows where it is. */
function useTarget(roomId: Id, target: { readonly id: Id } | null, rows: readonly Row[], scroll: Scroll, flash: (id: Id | null) => void, focus: (key: string) => void): void {
  const actions = useActions();
  const done = useRef<object | null>(null);
  const asked = useRef<object | null>(null);
  useEffect(() => {
    if (target === null || done.current === target) return;
    const index = rowOfMessage(rows, target.id);
    if (index < 0) {
      if (asked.current === target) return;
      asked.current = target;
      void actions.jumpToMessage(roomId, target.id).then((found) => {
        if (found) return;
        done.current = target;
        scroll.stickToEnd();
      });
      return;
    }
    done.current = target;
    scroll.scrollToRow(index, 'center');
    const row = rows[index];
    if (row) focus(row.key);
    flash(target.id);
  }, [target, rows, roomId, actions, scroll, flash, focus]);
  useEffect(() => {
    if (target === null) return;
    const timer = setTimeout(() => flash(null), 2500);
    return () => clearTimeout(timer);
  }, [target, flash]);
}

/** Whoever writes wants to see it, and has seen what was before. */
function useOwnMessages(rows: readonly Row[], onWritten: () => void): void {
  const last = rows.at(-1);
  const key = last?.type === 'message' && last.message.delivery.state === 'pending' ? last.key : null;
  const seen = useRef(key);
  const written = useRef(onWritten);
  useEffect(() => {
    written.current = onWritten;
  });
  useEffect(() => {
    if (key !== null && key !== seen.current) written.current();
    seen.current = key;
  }, [key]);
}
