// SPDX-License-Identifier: GPL-2.0-or-later
import { Trans, useLingui } from '@lingui/react/macro';
import { useMemo, useRef, useState } from 'react';
import { Virtualizer } from 'virtua';
import type { Room } from '@alloquy/state/model.std';
import { useApp } from '@alloquy/ui/app_context.dom';
import { Avatar } from '@alloquy/ui/components/avatar.dom';
import { IconButton } from '@alloquy/ui/components/button.dom';
import { useChat } from '@alloquy/features/shared/chat_context.dom';
import { PersonName, useFace } from '@alloquy/features/shared/person_name.dom';
import { moveRoving } from '@alloquy/features/shared/use_roving.dom';
import { memberRows, type MemberRow } from './members.std';

const searchable = 30;

export function MembersPane({ room }: { readonly room: Room }) {
  const { t } = useLingui();
  const chat = useChat();
  const people = useApp((state) => state.people);
  const [filter, setFilter] = useState('');
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => memberRows(room.members, people, filter), [room.members, people, filter]);
  return (
    <aside className="side-pane" aria-label={t`Members`} data-region="side">
      <header className="side-pane-header">
        <h2><Trans>Members</Trans> <span className="side-count">{room.members.length}</span></h2>
        <IconButton icon="close" label={t`Close`} onPress={() => chat.showPane(null)} />
      </header>
      {room.members.length > searchable && (
        <div className="side-filter">
          <input className="field-input" type="search" aria-label={t`Find a member`} placeholder={t`Find a member`} value={filter} onChange={(event) => setFilter(event.target.value)} />
        </div>
      )}
      <div ref={scroller} className="side-pane-content members" onKeyDown={moveRoving} tabIndex={rows.length === 0 ? 0 : -1}>
        <Virtualizer scrollRef={scroller} data={rows} itemSize={44} bufferSize={300}>
          {(row, index) => (row.type === 'title' ? <h3 key={row.group} className="member-group"><GroupTitle row={row} /></h3> : <MemberItem key={row.username} row={row} tabbable={index === 1} />)}
        </Virtualizer>
        {rows.length === 0 && <p className="side-empty">{filter === '' ? <Trans>Nobody is here.</Trans> : <Trans>Nobody has that name.</Trans>}</p>}
      </div>
    </aside>
  );
}

function GroupTitle({ row }: { readonly row: Extract<MemberRow, { type: 'title' }> }) {
  switch (row.group) {
    case 'operators':
      return <Trans>Operators — {row.count}</Trans>;
    case 'online':
      return <Trans>Here — {row.count}</Trans>;
    case 'offline':
      return <Trans>Not here — {row.count}</Trans>;
  }
}

function MemberItem({ row, tabbable }: { readonly row: Extract<MemberRow, { type: 'member' }>; readonly tabbable: boolean }) {
  const { t } = useLingui();
  const chat = useChat();
  const face = useFace(row.username);
  const presence = row.group === 'offline' ? 'offline' : face.away ? 'away' : 'online';
  return (
    <button type="button" data-roving tabIndex={tabbable ? 0 : -1} className={`member member-${presence}`} onClick={(event) => chat.showPerson(row.username, event.currentTarget)}>
      <Avatar username={row.username} name={face.name} url={face.avatarUrl} size={32} presence={presence} bot={face.bot} />
      <span className="member-text">
        <span className="member-name"><PersonName username={row.username} />{/[~&@%]/.test(row.rank) && <span className="member-rank" title={t`Operator`}>{row.rank}</span>}</span>
        {row.status !== null && row.status !== '' && <span className="member-status" dir="auto">{row.status}</span>}
      </span>
      {presence === 'away' && <span className="visually-hidden"><Trans>away</Trans></span>}
    </button>
  );
}
