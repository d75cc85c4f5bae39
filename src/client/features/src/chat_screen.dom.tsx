// SPDX-License-Identifier: GPL-2.0-or-later
// The chat: puts the features together, and carries what one asks of another.

import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import type { Id, Message } from '@alloquy/state/model.std';
import { useActions, useApp, useStore } from '@alloquy/ui/app_context.dom';
import { Button } from '@alloquy/ui/components/button.dom';
import { EmptyState, Skeleton } from '@alloquy/ui/components/feedback.dom';
import { commands } from './composer/commands.std';
import { Composer, type ComposerHandle } from './composer/composer.dom';
import { ConversationList } from './conversations/conversation_list.dom';
import { useChatKeys, type ChatKeys } from './keyboard/use_chat_keys.dom';
import { ChatProvider, type ChatCommands, type ChatPane } from './shared/chat_context.dom';
import { part } from './shared/part.dom';
import { pathOfRoom } from './shared/paths.std';
import { narrowScreen, useMedia } from './shared/use_media.dom';
import { ConnectionBanner } from './shell/connection_banner.dom';
import { MembersPane } from './shell/members_pane.dom';
import { neighbour, type Wanted } from './shell/neighbours.std';
import { Notices } from './shell/notices.dom';
import { PersonCard } from './shell/person_card.dom';
import { Rail, type RailSection } from './shell/rail.dom';
import { moveRegion } from './shell/regions.dom';
import { RoomHeader } from './shell/room_header.dom';
import { RoomList } from './shell/room_list.dom';
import { ShellLayout } from './shell/shell_layout.dom';
import { UserPanel } from './shell/user_panel.dom';
import { Announcer } from './timeline/announcer.dom';
import { isMine } from './timeline/message_actions.std';
import { PinsPane } from './timeline/pins_pane.dom';
import { Switcher } from './switcher/switcher.dom';
import { Timeline, type TimelineHandle } from './timeline/timeline.dom';
import { TypingLine } from './timeline/typing_line.dom';
import { firstPath } from './shell/first_path.std';
import { forgetPath, rememberedPath, rememberPath, usePlace } from './use_place.dom';
import { useTitle } from './use_title.dom';

// Opened on demand, so they come on demand. Not so the switcher: who opens it goes on typing at once, and that must not land in the message.
const EmojiPicker = part(async () => (await import('./emoji/emoji_picker.dom')).EmojiPicker);
const KeyboardHelp = part(async () => (await import('./keyboard/help.dom')).KeyboardHelp);
const SearchPane = part(async () => (await import('./search/search_pane.dom')).SearchPane);

export interface ChatScreenProps {
  readonly path: string;
  readonly onGo: (path: string, options?: { readonly replace?: boolean }) => void;
}

type Overlay = { readonly type: 'switcher' } | { readonly type: 'help' } | { readonly type: 'person'; readonly username: string } | { readonly type: 'emoji'; readonly pick: (emoji: string) => void };

export function ChatScreen({ path, onGo }: ChatScreenProps) {
  const actions = useActions();
  const store = useStore();
  const { roomId, missing, place } = usePlace(path);
  const room = useApp((state) => (roomId === null ? null : (state.rooms[roomId] ?? null)));
  const membersShown = useApp((state) => state.preferences.panes.membersShown);
  const narrow = useMedia(narrowScreen);
  const wide = useMedia('(min-width: 70rem)');

  const composer = useRef<ComposerHandle>(null);
  const timeline = useRef<TimelineHandle>(null);
  const anchor = useRef<Element | null>(null);
  const [section, setSection] = useState<RailSection>('rooms');
  const [pane, setPane] = useState<ChatPane | null>(null);
  const [membersOver, setMembersOver] = useState(false);
  const [listsOpen, setListsOpen] = useState(false);
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const [editing, setEditing] = useState<{ readonly room: Id; readonly message: Id } | null>(null);
  const [target, setTarget] = useState<{ readonly room: Id; readonly id: Id } | null>(null);
  const [searchText, setSearchText] = useState('');

  const left = useRef<Id | null>(null);

  const go = (to: string, options?: { readonly replace?: boolean }) => {
    // Who goes home from a room leaves it, and isn't led back.
    left.current = to === '/' ? roomId : null;
    if (to === '/') forgetPath();
    setOverlay(null);
    setListsOpen(false);
    setTarget(null);
    onGo(to, options);
  };

  useTitle(room);
  // A phone begins with the list of what there is.
  useHome(place.kind === 'home' && !narrow, left, go);
  useEffect(() => {
    if (room) {
      setSection(room.kind === 'dm' ? 'conversations' : 'rooms');
      rememberPath(pathOfRoom(room));
    }
    // Only when the room is another: a rename or a new message changes no section.
  }, [room?.id, room?.kind]);
  const message = place.kind === 'home' ? null : place.message;
  useEffect(() => {
    if (roomId !== null && message !== null) setTarget({ room: roomId, id: message });
  }, [roomId, message]);

  // Members are a lasting choice where there is room for them, and a look elsewhere.
  const shownPane: ChatPane | null = pane ?? (room?.kind === 'text' && (wide ? membersShown : membersOver) ? 'members' : null);
  const showPane = (wanted: ChatPane | null) => {
    const showMembers = wanted === 'members' || (wanted === null && pane !== null && wide && membersShown);
    if (wide && (wanted === 'members' || pane === null)) actions.setPreferences({ panes: { ...store.getState().preferences.panes, membersShown: showMembers } });
    setMembersOver(!wide && wanted === 'members');
    setPane(wanted === 'members' ? null : wanted);
    if (wanted === null) composer.current?.focus();
  };

  useWritingFocus(roomId, composer);

  const chat: ChatCommands = {
    go,
    reply(_, id) {
      setEditing(null);
      composer.current?.reply(id);
    },
    edit: (inRoom, id) => setEditing(id === null ? null : { room: inRoom, message: id }),
    editLast(inRoom) {
      const state = store.getState();
      const last = state.timelines[inRoom]?.items.findLast((item): item is Message => item.kind === 'message' && item.deletedAt === null && isMine(item, state.me) && !item.action && item.delivery.state === 'sent');
      if (last) setEditing({ room: inRoom, message: last.id });
    },
    jump(inRoom, id) {
      const wanted = store.getState().rooms[inRoom];
      if (!wanted) return;
      if (!wide) {
        setPane(null);
        setMembersOver(false);
      }
      if (inRoom !== roomId) go(pathOfRoom(wanted, id));
      setTarget({ room: inRoom, id });
    },
    showPerson(username, element) {
      anchor.current = element;
      setOverlay({ type: 'person', username });
    },
    pickEmoji(element, pick) {
      anchor.current = element;
      setOverlay({ type: 'emoji', pick });
    },
    focusComposer: () => composer.current?.focus(),
    insertText: (text) => composer.current?.insert(text),
    showPane,
    openHelp: () => setOverlay({ type: 'help' }),
    openSwitcher: () => setOverlay({ type: 'switcher' }),
    openRooms: () => setListsOpen(true),
  };

  const goNext = (direction: 1 | -1, wanted: Wanted) => {
    const state = store.getState();
    const id = neighbour(state.roomOrder, state.rooms, roomId, direction, wanted);
    const next = id === null ? undefined : state.rooms[id];
    if (next) go(pathOfRoom(next));
  };
  const toggle = (wanted: ChatPane) => showPane(shownPane === wanted ? null : wanted);
  const escape = () => {
    if (editing) setEditing(null);
    else if (composer.current?.cancel()) return;
    else if (pane !== null) showPane(null);
    else timeline.current?.markRead();
  };
  const keys: ChatKeys = {
    switcher: chat.openSwitcher,
    help: chat.openHelp,
    search: () => (shownPane === 'search' ? document.querySelector<HTMLElement>('.search-field input')?.focus() : showPane('search')),
    members: () => room?.kind === 'text' && toggle('members'),
    pins: () => toggle('pins'),
    emoji: () => composer.current?.openEmoji(),
    room_next: () => goNext(1, 'any'),
    room_previous: () => goNext(-1, 'any'),
    room_unread_next: () => goNext(1, 'unread'),
    room_unread_previous: () => goNext(-1, 'unread'),
    room_mention_next: () => goNext(1, 'mention'),
    room_mention_previous: () => goNext(-1, 'mention'),
    mark_read: escape,
    mark_all_read: () => store.getState().roomOrder.forEach((id) => actions.markRead(id)),
    present: () => timeline.current?.toPresent(),
    page_up: () => timeline.current?.page(-1),
    page_down: () => timeline.current?.page(1),
    region_next: () => moveRegion(1),
    region_previous: () => moveRegion(-1),
  };
  useChatKeys(keys, () => composer.current?.focus());

  const openSearch = (query: string) => {
    setSearchText(query);
    showPane('search');
    if (query !== '') actions.search(query);
  };
  const side =
    shownPane === 'search' ? <SearchPane room={room} typed={searchText} onTyped={setSearchText} />
    : room === null ? null
    : shownPane === 'pins' ? <PinsPane room={room} />
    : shownPane === 'members' ? <MembersPane room={room} />
    : null;
  const currentTarget = useMemo(() => (target !== null && target.room === roomId ? target : null), [target, roomId]);

  return (
    <ChatProvider commands={chat}>
      <ShellLayout
        rail={<Rail section={section} onSection={setSection} />}
        list={section === 'rooms' ? <RoomList current={roomId} /> : <ConversationList current={roomId} />}
        panel={<UserPanel />}
        banner={<ConnectionBanner />}
        side={side}
        sideMinimum={shownPane === 'members' ? 200 : 320}
        listsOnly={narrow && place.kind === 'home'}
        listsOpen={listsOpen}
        onListsClose={() => setListsOpen(false)}
        onSideClose={() => showPane(null)}
        main={
          room !== null ? (
            <>
              <RoomHeader room={room} pane={shownPane} narrow={narrow} />
              <Timeline key={room.id} room={room} editing={editing?.room === room.id ? editing.message : null} target={currentTarget} handle={timeline} />
              <TypingLine room={room} />
              <Composer key={`composer ${room.id}`} room={room} handle={composer} onSearch={openSearch} />
            </>
          ) : (
            <NoRoom missing={missing} home={place.kind === 'home'} narrow={narrow} onLists={() => setListsOpen(true)} onSwitcher={chat.openSwitcher} />
          )
        }
      />
      <Announcer roomId={roomId} />
      <Notices />
      {overlay?.type === 'switcher' && <Switcher onGo={go} onClose={() => setOverlay(null)} />}
      {overlay?.type === 'help' && <KeyboardHelp commands={commands} onClose={() => setOverlay(null)} />}
      {overlay?.type === 'emoji' && (
        <EmojiPicker
          anchor={anchor}
          onClose={() => setOverlay(null)}
          onPick={(emoji) => {
            setOverlay(null);
            overlay.pick(emoji);
          }}
        />
      )}
      {overlay?.type === 'person' && <PersonCard username={overlay.username} anchor={anchor} onGo={go} onClose={() => setOverlay(null)} />}
    </ChatProvider>
  );
}

function NoRoom({ missing, home, narrow, onLists, onSwitcher }: { readonly missing: boolean; readonly home: boolean; readonly narrow: boolean; readonly onLists: () => void; readonly onSwitcher: () => void }) {
  const { t } = useLingui();
  const actions = narrow ? <Button variant="primary" icon="menu" onPress={onLists}>{t`Rooms and conversations`}</Button> : <Button variant="primary" icon="search" onPress={onSwitcher}>{t`Go to a room or a person`}</Button>;
  return (
    <div className="shell-empty">
      {missing ? (
        <EmptyState icon="hash" title={t`It isn’t here`} actions={actions}><Trans>This room or person doesn’t exist, or isn’t for you.</Trans></EmptyState>
      ) : home ? (
        <EmptyState icon="message" title={t`Welcome`} actions={actions}><Trans>Choose a room, or write to somebody.</Trans></EmptyState>
      ) : (
        <Skeleton lines={8} label={t`Loading`} />
      )}
    </div>
  );
}

/** Whoever goes to a room can write at once. On a phone that would bring up the keyboard before one has read. */
function useWritingFocus(roomId: Id | null, composer: RefObject<ComposerHandle | null>): void {
  useEffect(() => {
    if (roomId === null || matchMedia('(pointer: coarse)').matches) return;
    // After the dialog that brought one here has given the focus back.
    const timer = setTimeout(() => {
      if (!document.querySelector('.overlay, .popover')) composer.current?.focus();
    }, 100);
    return () => clearTimeout(timer);
  }, [roomId, composer]);
}

/** At home one goes to where one was last, or to the first room. */
function useHome(home: boolean, left: RefObject<Id | null>, go: (path: string, options: { readonly replace: boolean }) => void): void {
  const path = useApp((state) => (home ? firstPath(state, rememberedPath(), left.current) : null));
  useEffect(() => {
    if (path !== null) go(path, { replace: true });
    // `go` is new at each drawing and does the same.
  }, [path]);
}
