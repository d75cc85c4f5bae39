// SPDX-License-Identifier: GPL-2.0-or-later
// Goes to a room or a person by some letters of the name.

import { Trans, useLingui } from '@lingui/react/macro';
import { useId, useMemo, useState, type KeyboardEvent } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { useApp, useStore } from '@alloquy/ui/app_context.dom';
import { Avatar } from '@alloquy/ui/components/avatar.dom';
import { Badge } from '@alloquy/ui/components/feedback.dom';
import { Icon } from '@alloquy/ui/icons/icon.dom';
import { plural } from '@lingui/core/macro';
import { candidatesOf, findCandidates, type Candidate } from './candidates.std';
import './switcher.css';

export function Switcher({ onGo, onClose }: { readonly onGo: (path: string) => void; readonly onClose: () => void }) {
  const { t } = useLingui();
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(open) => !open && onClose()} className="overlay switcher-overlay">
      <Modal className="dialog switcher">
        <Dialog className="dialog-body" aria-label={t`Go to a room or a person`}>
          <SwitcherBody onGo={onGo} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function SwitcherBody({ onGo }: { readonly onGo: (path: string) => void }) {
  const { t } = useLingui();
  const store = useStore();
  const listId = useId();
  const [typed, setTyped] = useState('');
  const [selected, setSelected] = useState(0);
  const rooms = useApp((state) => state.roomOrder);
  const candidates = useMemo(() => candidatesOf(store.getState()), [store, rooms]);
  const found = useMemo(() => findCandidates(candidates, typed, 12), [candidates, typed]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || found.length === 0) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? found.length - 1 : 0;
    const chosen = found[selected];
    if (step > 0) setSelected((selected + step) % found.length);
    else if (event.key === 'Enter' && chosen) onGo(chosen.path);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="switcher-field">
        <Icon name="search" />
        <input
          autoFocus
          role="combobox"
          aria-label={t`Room or person`}
          placeholder={t`Where to? # for rooms, @ for people`}
          aria-expanded={found.length > 0}
          aria-controls={listId}
          aria-activedescendant={found.length > 0 ? `${listId}-${selected}` : undefined}
          spellCheck={false}
          autoComplete="off"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setSelected(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      {found.length === 0 && <p className="switcher-empty" role="status"><Trans>Nothing is called that.</Trans></p>}
      <ul id={listId} role="listbox" aria-label={t`Rooms and people`} className="switcher-list">
        {found.map((candidate, index) => (
          <li key={candidate.key} id={`${listId}-${index}`} role="option" aria-selected={index === selected} className="switcher-item" onPointerMove={() => index !== selected && setSelected(index)} onClick={() => onGo(candidate.path)}>
            <CandidateView candidate={candidate} />
          </li>
        ))}
      </ul>
    </>
  );
}

function CandidateView({ candidate }: { readonly candidate: Candidate }) {
  const { t } = useLingui();
  const person = useApp((state) => (candidate.username === null ? null : (state.people[candidate.username.toLowerCase()] ?? null)));
  return (
    <>
      <span className="switcher-sign">
        {candidate.kind === 'room' ? <Icon name="hash" /> : <Avatar username={candidate.username ?? candidate.name} name={candidate.name} url={person?.avatarUrl ?? null} size={24} {...(person ? { presence: person.online ? (person.away ? 'away' : 'online') : 'offline' } : {})} />}
      </span>
      <bdi className={candidate.unread > 0 ? 'switcher-name switcher-unread' : 'switcher-name'}>{candidate.name}</bdi>
      <span className="switcher-detail" dir="auto">{candidate.detail}</span>
      {candidate.mentions > 0 ? <Badge count={candidate.mentions} label={plural(candidate.mentions, { one: '# mention', other: '# mentions' })} /> : candidate.unread > 0 && <span className="switcher-pip" role="img" aria-label={t`Unread`} />}
    </>
  );
}
