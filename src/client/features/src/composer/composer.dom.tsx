// SPDX-License-Identifier: GPL-2.0-or-later
// Where one writes.

import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { Id, Room } from '@alloquy/state/model.std';
import { outgoingText } from '@alloquy/protocol/markup/outgoing.std';
import { useActions, useApp, useStore } from '@alloquy/ui/app_context.dom';
import { IconButton, IconToggle } from '@alloquy/ui/components/button.dom';
import { problemText } from '@alloquy/ui/problem_text.dom';
import { useChat } from '@alloquy/features/shared/chat_context.dom';
import { emojiByName } from '@alloquy/features/shared/emoji_data.dom';
import { isApple } from '@alloquy/features/shared/is_apple.dom';
import { MessageText } from '@alloquy/features/shared/markup_view.dom';
import { pathOfRoom } from '@alloquy/features/shared/paths.std';
import { keysOf, shortcutFor } from '@alloquy/features/shared/keymap.std';
import { parseInput, type CommandContext } from './commands.std';
import { CompletionListBox } from './completion_list.dom';
import { applyEdit, insertAt } from './edit_field.dom';
import { FormatBar, formats, type Format } from './format_bar.dom';
import { fullness, splitText } from './limits.std';
import { ReplyBar } from './reply_bar.dom';
import { useCompletion, type Completion } from './use_completion.dom';
import './composer.css';

export interface ComposerHandle {
  focus(): void;
  insert(text: string): void;
  reply(message: Id): void;
  openEmoji(): void;
  /** True if there was something to cancel. */
  cancel(): boolean;
}

export interface ComposerProps {
  readonly room: Room;
  readonly handle: RefObject<ComposerHandle | null>;
  readonly onSearch: (query: string) => void;
}

/** Give it a `key` of the room: a draft belongs to one. */
export function Composer({ room, handle, onSearch }: ComposerProps) {
  const { t, i18n } = useLingui();
  const actions = useActions();
  const chat = useChat();
  const store = useStore();
  const listId = useId();
  const problemId = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const emojiButton = useRef<HTMLSpanElement>(null);
  const [text, setText] = useState(() => store.getState().drafts[room.id]?.text ?? '');
  const [replyTo, setReplyTo] = useState<Id | null>(() => store.getState().drafts[room.id]?.replyTo ?? null);
  const [caret, setCaret] = useState(text.length);
  const [problem, setProblem] = useState<string | null>(null);
  const [formatting, setFormatting] = useState(false);
  const [preview, setPreview] = useState(false);
  const completion = useCompletion(room, text, caret);
  const touched = useRef(false);
  const otherName = useApp((state) => (room.username === null ? null : state.people[room.username.toLowerCase()]?.displayName || room.username));

  // A draft that the cache brings after the first drawing; never over what was typed meanwhile.
  const stored = useApp((state) => state.drafts[room.id] ?? null);
  useEffect(() => {
    if (touched.current || stored === null || stored.text === text) return;
    setText(stored.text);
    setReplyTo(stored.replyTo);
  }, [stored, text]);

  const keepDraft = (draftText: string, answering: Id | null) => {
    touched.current = true;
    actions.setDraft(room.id, draftText === '' && answering === null ? null : { text: draftText, replyTo: answering, editing: null });
  };
  const changeText = (value: string) => {
    setText(value);
    setProblem(null);
    keepDraft(value, replyTo);
    if (store.getState().preferences.sendTyping && !value.startsWith('/')) actions.typing(room.id, value.trim() === '' ? 'done' : 'active');
  };
  const changeReply = (id: Id | null) => {
    setReplyTo(id);
    keepDraft(text, id);
  };
  const clear = () => {
    setText('');
    setReplyTo(null);
    setProblem(null);
    keepDraft('', null);
  };

  useEffect(() => {
    handle.current = {
      focus: () => field.current?.focus(),
      insert: (inserted) => field.current && insertAt(field.current, inserted),
      reply(message) {
        changeReply(message);
        field.current?.focus();
      },
      openEmoji: () => emojiButton.current && pickEmoji(emojiButton.current),
      cancel() {
        if (replyTo === null) return false;
        changeReply(null);
        return true;
      },
    };
    return () => {
      handle.current = null;
    };
  });

  useGrowing(field, text);

  const sendText = (typed: string) => {
    const outgoing = outgoingText(typed, emojiByName);
    if (outgoing.trim() === '') return;
    splitText(outgoing).forEach((part, index) => actions.send(room.id, part, index === 0 && replyTo !== null ? { replyTo } : {}));
    clear();
  };
  const pathOfChannel = (channel: string) => {
    const found = Object.values(store.getState().rooms).find((each) => each.channel?.toLowerCase() === channel.toLowerCase());
    return found ? pathOfRoom(found) : null;
  };
  const submit = async () => {
    const input = parseInput(text.trim());
    if (input.type === 'text') return sendText(input.text === text.trim() ? text : input.text);
    if (input.type === 'unknown') return setProblem(t`There is no command /${input.name}. To send it as text, begin with //.`);
    if (input.type === 'incomplete') return setProblem(input.command.usage === null ? i18n._(input.command.text) : t`This command wants more: ${i18n._(input.command.usage)}`);
    if (input.command.only !== undefined && input.command.only !== room.kind) return setProblem(t`This command is for rooms.`);
    const context: CommandContext = { room, actions, go: chat.go, openHelp: chat.openHelp, openSearch: onSearch, replyTo, pathOfChannel };
    const result = await input.command.run(context, input.argument);
    if (result === null) clear();
    else setProblem('code' in result ? problemText(result) : i18n._(result));
  };

  const choose = (item: Completion) => {
    if (field.current && completion.query) insertAt(field.current, item.insert, completion.query.start, completion.query.end);
  };
  const format = (name: Format) => {
    const element = field.current;
    if (element) applyEdit(element, formats[name](element.value, element.selectionStart, element.selectionEnd));
  };

  const pickEmoji = (anchor: Element) => chat.pickEmoji(anchor, (emoji) => field.current && insertAt(field.current, emoji));

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // While an input method composes, Enter and the arrows are its own.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (completion.items.length > 0 && completionKey(event)) return;
    const shortcut = shortcutFor(event, 'composer', isApple);
    if (shortcut === 'send') {
      if (onScreenKeyboard()) return;
      event.preventDefault();
      void submit();
    } else if (shortcut === 'edit_last') {
      if (text !== '') return;
      event.preventDefault();
      chat.editLast(room.id);
    } else if (shortcut !== null && shortcut in formats) {
      event.preventDefault();
      format(shortcut as Format);
    }
  };

  const completionKey = (event: KeyboardEvent): boolean => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return false;
    const { items, selected } = completion;
    const item = items[selected];
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => completion.select((selected + 1) % items.length),
      ArrowUp: () => completion.select((selected + items.length - 1) % items.length),
      Enter: () => item && choose(item),
      Tab: () => item && choose(item),
      Escape: () => completion.close(),
    };
    // All of it is written already: Enter sends.
    const written = completion.query === null ? '' : text.slice(completion.query.start, completion.query.end);
    if (event.key === 'Enter' && item && written.toLowerCase() === item.insert.trim().toLowerCase()) return false;
    const act = keys[event.key];
    if (!act) return false;
    event.preventDefault();
    event.stopPropagation();
    act();
    return true;
  };

  const full = fullness(text);
  const parts = full > 1 ? splitText(text).length : 1;
  const open = completion.items.length > 0;
  const label = room.kind === 'dm' ? t`Write to ${otherName ?? room.name}` : t`Write in #${room.name}`;

  return (
    <div className="composer" data-region="composer">
      {open && <CompletionListBox id={listId} list={completion} onChoose={choose} />}
      {replyTo !== null && <ReplyBar room={room} id={replyTo} onCancel={() => changeReply(null)} />}
      {formatting && preview && text.trim() !== '' && (
        <section className="composer-preview" aria-label={t`Preview`}><MessageText text={outgoingText(text, emojiByName)} /></section>
      )}
      {formatting && <FormatBar preview={preview} onFormat={format} onPreview={setPreview} />}
      <div className="composer-box">
        <IconToggle icon="bold" label={t`Formatting`} isSelected={formatting} onChange={setFormatting} />
        <textarea
          ref={field}
          className="composer-field"
          dir="auto"
          rows={1}
          aria-label={label}
          placeholder={label}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={open ? listId : undefined}
          aria-activedescendant={open ? `${listId}-${completion.selected}` : undefined}
          aria-describedby={problem === null ? undefined : problemId}
          enterKeyHint="enter"
          value={text}
          onChange={(event) => {
            changeText(event.target.value);
            setCaret(event.target.selectionStart);
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onBlur={() => text === '' || actions.typing(room.id, 'paused')}
          onKeyDown={onKeyDown}
        />
        <span ref={emojiButton}><IconButton icon="smile" label={t`Emoji`} keys={keysOf('emoji', isApple)} onPress={(event) => pickEmoji(event.target)} /></span>
        <IconButton icon="send" label={parts > 1 ? plural(parts, { one: 'Send', other: 'Send as # messages' }) : t`Send`} isDisabled={text.trim() === ''} onPress={() => void submit()} />
      </div>
      {problem !== null && <p id={problemId} className="composer-problem" role="alert">{problem}</p>}
      {problem === null && full > 0.8 && (
        <p className="composer-hint" role="status">
          {parts > 1 ? <Trans>Too long for one message: it will be sent as {parts}.</Trans> : <Trans>{Math.round(full * 100)} % of what a message holds</Trans>}
        </p>
      )}
    </div>
  );
}

/** A keyboard on the screen has no Shift+Enter: there Enter is a new line, and the button sends. */
function onScreenKeyboard(): boolean {
  const viewport = window.visualViewport;
  return viewport !== null && matchMedia('(pointer: coarse)').matches && viewport.height * viewport.scale < window.innerHeight * 0.8;
}

/** Where the browser can't size a field by its text. */
function useGrowing(field: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const element = field.current;
    if (!element || CSS.supports?.('field-sizing', 'content')) return;
    element.style.blockSize = 'auto';
    element.style.blockSize = `${element.scrollHeight}px`;
  }, [field, text]);
}
