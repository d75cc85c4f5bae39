// SPDX-License-Identifier: GPL-2.0-or-later
// Picks an emoji. The focus stays in the search field; arrows move in the grid from there.

import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { MessageDescriptor } from '@lingui/core';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { Dialog, Popover } from 'react-aria-components';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import { Spinner } from '@alloquy/ui/components/feedback.dom';
import { searchEmoji, skinTones, withSkinTone, type Emoji } from '@alloquy/features/shared/emoji.std';
import { emojiHabits, rememberEmoji, useEmoji } from '@alloquy/features/shared/emoji_data.dom';
import { emojiAt, firstCell, moveCell, pickerRows, type Cell, type PickerRow } from './picker_rows.std';
import './emoji_picker.css';

const columns = 8;

const titles: Readonly<Record<string, readonly [sign: string, title: MessageDescriptor]>> = {
  recent: ['🕘', msg`Used lately`],
  found: ['', msg`Found`],
  0: ['😀', msg`Smileys`],
  1: ['👋', msg`People`],
  3: ['🐻', msg`Animals and nature`],
  4: ['🍔', msg`Food and drink`],
  5: ['🚗', msg`Travel and places`],
  6: ['⚽', msg`Activities`],
  7: ['💡', msg`Objects`],
  8: ['❤️', msg`Symbols`],
  9: ['🏁', msg`Flags`],
};

export function EmojiPicker({ anchor, onPick, onClose }: { readonly anchor: RefObject<Element | null>; readonly onPick: (emoji: string) => void; readonly onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Popover className="popover emoji-popover" isOpen onOpenChange={(open) => !open && onClose()} triggerRef={anchor} placement="top end" maxHeight={420}>
      <Dialog className="emoji-picker" aria-label={t`Emoji`}>
        <Picker onPick={onPick} />
      </Dialog>
    </Popover>
  );
}

function Picker({ onPick }: { readonly onPick: (emoji: string) => void }) {
  const { t, i18n } = useLingui();
  const { index, failed } = useEmoji(true);
  const [habits, setHabits] = useState(emojiHabits);
  const [query, setQuery] = useState('');
  const [cell, setCell] = useState<Cell | null>(null);
  const list = useRef<VirtualizerHandle>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const gridId = useId();
  const modifier = skinTones[habits.tone] ?? '';
  const rows = useMemo(() => (index === null ? [] : pickerRows(index, habits.recent, query.trim() === '' ? null : searchEmoji(index, query, 80), columns)), [index, habits.recent, query]);
  const at = cell ?? firstCell(rows);
  const active = emojiAt(rows, at);

  const drawn = (emoji: Emoji) => (emoji.toned && modifier !== '' ? withSkinTone(emoji.character, modifier) : emoji.character);
  const pick = (emoji: Emoji) => {
    rememberEmoji({ used: emoji.character });
    onPick(drawn(emoji));
  };
  const go = (next: Cell) => {
    setCell(next);
    list.current?.scrollToIndex(next.row, { align: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const sideways = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
    // In a word the arrows move in the word.
    if (sideways && query !== '') return;
    if (sideways || event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      go(moveCell(rows, at, event.key as 'ArrowUp'));
    }
    if (event.key === 'Enter' && active) {
      event.preventDefault();
      pick(active);
    }
  };
  const changeTone = () => {
    const tone = (habits.tone + 1) % skinTones.length;
    rememberEmoji({ tone });
    setHabits({ ...habits, tone });
  };
  useEffect(() => setCell(null), [query]);

  if (index === null) return failed ? <p className="emoji-empty"><Trans>The list of emoji can’t be loaded now.</Trans></p> : <Spinner label={t`Loading`} />;
  const sections = rows.flatMap((row, place) => (row.type === 'title' && row.group !== 'found' ? [{ group: row.group, place }] : []));
  return (
    <>
      <div className="emoji-search">
        <input
          className="field-input"
          type="search"
          role="combobox"
          // The picker was opened to pick, and this is where one begins.
          autoFocus
          aria-label={t`Search emoji`}
          placeholder={t`Search emoji`}
          aria-expanded="true"
          aria-haspopup="grid"
          aria-controls={gridId}
          aria-activedescendant={active ? `${gridId}-${at.row}-${at.column}` : undefined}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <button type="button" className="emoji-cell" aria-label={t`Skin tone`} title={t`Skin tone`} onClick={changeTone}>
          {modifier === '' ? '✋' : withSkinTone('✋', modifier)}
        </button>
      </div>
      {sections.length > 0 && (
        <div className="emoji-groups" role="group" aria-label={t`Groups`}>
          {sections.map(({ group, place }) => (
            <button key={group} type="button" aria-label={i18n._(titleOf(group))} title={i18n._(titleOf(group))} onClick={() => list.current?.scrollToIndex(place, { align: 'start' })}>
              {titles[group]?.[0]}
            </button>
          ))}
        </div>
      )}
      {rows.length === 0 ? (
        <p className="emoji-empty" role="status"><Trans>No emoji is called that.</Trans></p>
      ) : (
        <div ref={scroller} className="emoji-grid" id={gridId} role="grid" aria-label={t`Emoji`} tabIndex={-1}>
          <Virtualizer ref={list} scrollRef={scroller} data={rows} itemSize={36} bufferSize={150}>
            {(row, place) => (
              <div key={place} role="row" className="emoji-row">
                {row.type === 'title' ? (
                  <span role="gridcell" className="emoji-title">{i18n._(titleOf(row.group))}</span>
                ) : (
                  row.emoji.map((emoji, column) => (
                    <span key={column} role="gridcell" id={`${gridId}-${place}-${column}`} aria-selected={place === at.row && column === at.column} aria-label={emoji.label} title={emoji.label} className="emoji-cell" onPointerMove={() => (place !== at.row || column !== at.column) && setCell({ row: place, column })} onClick={() => pick(emoji)}>
                      {drawn(emoji)}
                    </span>
                  ))
                )}
              </div>
            )}
          </Virtualizer>
        </div>
      )}
      <p className="emoji-preview" aria-hidden="true">
        {active && (
          <>
            <span className="emoji-preview-sign">{drawn(active)}</span> <span className="emoji-preview-name">{active.label}{active.names[0] !== undefined && <span> :{active.names[0]}:</span>}</span>
          </>
        )}
      </p>
    </>
  );
}

function titleOf(group: Extract<PickerRow, { type: 'title' }>['group']): MessageDescriptor {
  return titles[group]?.[1] ?? msg`Others`;
}
