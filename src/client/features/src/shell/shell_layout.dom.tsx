// SPDX-License-Identifier: GPL-2.0-or-later
// Where the panes are: beside each other on a wide screen; lists in a drawer, and one pane at a time, on a phone.

import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { useActions, useApp } from '@alloquy/ui/app_context.dom';
import { Splitter } from '@alloquy/ui/components/splitter.dom';
import { mediumScreen, narrowScreen, useMedia } from '@alloquy/features/shared/use_media.dom';
import './shell.css';
import './panes.css';

export interface ShellLayoutProps {
  readonly rail: ReactNode;
  readonly list: ReactNode;
  readonly panel: ReactNode;
  readonly main: ReactNode;
  readonly side: ReactNode | null;
  /** What is read in the side pane needs more room than names do. */
  readonly sideMinimum: number;
  readonly banner: ReactNode;
  /** Instead of the main pane, on narrow screens. */
  readonly listsOnly: boolean;
  /** The drawer of the lists, on narrow screens. */
  readonly listsOpen: boolean;
  readonly onListsClose: () => void;
  readonly onSideClose: () => void;
}

const listWidth = { minimum: 180, maximum: 420 };

export function ShellLayout({ rail, list, panel, main, side, sideMinimum, banner, listsOnly, listsOpen, onListsClose, onSideClose }: ShellLayoutProps) {
  const { t } = useLingui();
  const actions = useActions();
  const panes = useApp((state) => state.preferences.panes);
  const sideWidth = { minimum: sideMinimum, maximum: 480 };
  const narrow = useMedia(narrowScreen);
  const medium = useMedia(mediumScreen);
  const width = (value: number, { minimum, maximum }: { minimum: number; maximum: number }) => Math.min(maximum, Math.max(minimum, value));
  const lists = (
    <div className="lists">
      {rail}
      <div className="lists-column">
        {list}
        {panel}
      </div>
    </div>
  );
  return (
    <div className="shell">
      {!narrow && (
        <>
          <div className="shell-lists" style={{ inlineSize: `calc(var(--rail-width) + ${width(panes.rooms, listWidth)}px)` }}>{lists}</div>
          <Splitter label={t`Width of the lists`} value={width(panes.rooms, listWidth)} {...listWidth} pane="before" onChange={(rooms) => actions.setPreferences({ panes: { ...panes, rooms } })} />
        </>
      )}
      <main className="shell-main">
        <div className="shell-banner">{banner}</div>
        {listsOnly ? <div className="shell-lists-only">{lists}</div> : main}
      </main>
      {side !== null && !medium && (
        <>
          <Splitter label={t`Width of the side pane`} value={width(panes.members, sideWidth)} {...sideWidth} pane="after" onChange={(members) => actions.setPreferences({ panes: { ...panes, members } })} />
          <div className="shell-side" style={{ inlineSize: width(panes.members, sideWidth) }}>{side}</div>
        </>
      )}
      {narrow && <Drawer open={listsOpen && !listsOnly} side="start" label={t`Rooms and conversations`} onClose={onListsClose}>{lists}</Drawer>}
      {medium && <Drawer open={side !== null} side="end" label={t`Side pane`} onClose={onSideClose}>{side}</Drawer>}
    </div>
  );
}

function Drawer({ open, side, label, onClose, children }: { readonly open: boolean; readonly side: 'start' | 'end'; readonly label: string; readonly onClose: () => void; readonly children: ReactNode }) {
  return (
    <ModalOverlay isOpen={open} isDismissable onOpenChange={(isOpen) => !isOpen && onClose()} className="overlay drawer-overlay">
      <Modal className={`drawer drawer-${side}`}>
        <Dialog className="drawer-body" aria-label={label}>{children}</Dialog>
      </Modal>
    </ModalOverlay>
  );
}
