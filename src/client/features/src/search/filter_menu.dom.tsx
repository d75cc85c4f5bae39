// SPDX-License-Identifier: GPL-2.0-or-later
// Adds a filter to a search without knowing how it is written.

import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import type { Room } from '@alloquy/state/model.std';
import { useApp } from '@alloquy/ui/app_context.dom';
import { Button } from '@alloquy/ui/components/button.dom';
import { Icon } from '@alloquy/ui/icons/icon.dom';
import type { Filter } from './query.std';

export function FilterMenu({ room, onAdd }: { readonly room: Room | null; readonly onAdd: (filter: Filter) => void }) {
  const { t } = useLingui();
  return (
    <DialogTrigger>
      <AriaButton className="search-chip search-add"><Icon name="add" size={14} /> <Trans>Filter</Trans></AriaButton>
      <Popover className="popover filter-popover" placement="bottom start">
        <Dialog className="filter-form" aria-label={t`Add a filter`}>
          {({ close }) => (
            <FilterForm
              room={room}
              onAdd={(filter) => {
                onAdd(filter);
                close();
              }}
            />
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function FilterForm({ room, onAdd }: { readonly room: Room | null; readonly onAdd: (filter: Filter) => void }) {
  const { t } = useLingui();
  const [from, setFrom] = useState('');
  const [place, setPlace] = useState('');
  const [after, setAfter] = useState('');
  const [before, setBefore] = useState('');
  const people = useApp((state) => Object.values(state.people).map((person) => person.username).slice(0, 200));
  const rooms = useApp((state) => Object.values(state.rooms).flatMap((each) => (each.channel === null ? [] : [each.channel])));
  const here = room === null ? null : room.kind === 'dm' ? `@${room.username ?? ''}` : room.channel;
  const apply = () => {
    if (from.trim() !== '') onAdd({ name: 'from', value: from.trim().replace(/^@/, '') });
    else if (place.trim() !== '') onAdd({ name: 'in', value: place.trim() });
    else if (after !== '') onAdd({ name: 'after', value: after });
    else if (before !== '') onAdd({ name: 'before', value: before });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <div className="filter-quick">
        {here !== null && <Button variant="secondary" onPress={() => onAdd({ name: 'in', value: here })}>{t`Here`}</Button>}
        <Button variant="secondary" onPress={() => onAdd({ name: 'from', value: 'me' })}>{t`From me`}</Button>
        <Button variant="secondary" onPress={() => onAdd({ name: 'has', value: 'link' })}>{t`With a link`}</Button>
        <Button variant="secondary" onPress={() => onAdd({ name: 'is', value: 'pinned' })}>{t`Pinned`}</Button>
      </div>
      <label><span>{t`From`}</span><input className="field-input" list="filter-people" value={from} onChange={(event) => setFrom(event.target.value)} /></label>
      <datalist id="filter-people">{people.map((name) => <option key={name} value={name} />)}</datalist>
      <label><span>{t`In`}</span><input className="field-input" list="filter-rooms" value={place} onChange={(event) => setPlace(event.target.value)} /></label>
      <datalist id="filter-rooms">{rooms.map((name) => <option key={name} value={name} />)}</datalist>
      <label><span>{t`After`}</span><input className="field-input" type="date" value={after} onChange={(event) => setAfter(event.target.value)} /></label>
      <label><span>{t`Before`}</span><input className="field-input" type="date" value={before} onChange={(event) => setBefore(event.target.value)} /></label>
      <Button type="submit" variant="primary" wide>{t`Add the filter`}</Button>
    </form>
  );
}
