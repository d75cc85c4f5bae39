// SPDX-License-Identifier: GPL-2.0-or-later
import { Trans, useLingui } from '@lingui/react/macro';
import { useMemo, useState, type FormEvent } from 'react';
import { useActions, useApp } from '@alloquy/ui/app_context.dom';
import { Avatar } from '@alloquy/ui/components/avatar.dom';
import { Button } from '@alloquy/ui/components/button.dom';
import { Dialog } from '@alloquy/ui/components/dialog.dom';
import { TextField } from '@alloquy/ui/components/text_field.dom';
import { useChat } from '@alloquy/features/shared/chat_context.dom';
import { pathOf } from '@alloquy/features/shared/paths.std';
import { moveRoving } from '@alloquy/features/shared/use_roving.dom';

/** Somebody known is chosen from the list; anybody else is written by account name. */
export function NewConversation({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui();
  const actions = useActions();
  const chat = useChat();
  const people = useApp((state) => state.people);
  const me = useApp((state) => state.me?.username.toLowerCase() ?? '');
  const [name, setName] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const found = useMemo(() => {
    const wanted = name.trim().replace(/^@/, '').toLowerCase();
    return Object.values(people)
      .filter((person) => person.username.toLowerCase() !== me && (person.username.toLowerCase().includes(wanted) || person.displayName.toLowerCase().includes(wanted)))
      .sort((one, other) => Number(other.online) - Number(one.online) || one.username.localeCompare(other.username))
      .slice(0, 8);
  }, [people, me, name]);
  const open = async (username: string) => {
    setPending(true);
    const id = await actions.openConversation(username);
    setPending(false);
    if (id === null) return setError(t`Nobody has that name.`);
    onClose();
    chat.go(pathOf({ kind: 'conversation', username, message: null }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const username = name.trim().replace(/^@/, '');
    if (username === '') setError(t`Write a name.`);
    else void open(username);
  };
  return (
    <Dialog title={t`New conversation`} open onClose={onClose} closeLabel={t`Close`} size="small">
      <form className="new-conversation" onSubmit={submit}>
        <TextField label={t`Name`} hint={t`The account name, or a part of a name you know`} value={name} onChange={(value) => { setName(value); setError(null); }} error={error} autoFocus input={{ autoCapitalize: 'none', spellCheck: false }} />
        {found.length > 0 && (
          <ul className="people-found" aria-label={t`People`} onKeyDown={moveRoving}>
            {found.map((person, index) => (
              <li key={person.username}>
                <button type="button" data-roving tabIndex={index === 0 ? 0 : -1} className="member" onClick={() => void open(person.username)}>
                  <Avatar username={person.username} name={person.displayName || person.username} url={person.avatarUrl} size={32} presence={person.online ? (person.away ? 'away' : 'online') : 'offline'} bot={person.bot} />
                  <span className="member-text"><bdi className="member-name">{person.displayName || person.username}</bdi><bdi className="member-status">@{person.username}</bdi></span>
                </button>
              </li>
            ))}
          </ul>
        )}
        <Button type="submit" variant="primary" isPending={pending} wide><Trans>Write</Trans></Button>
      </form>
    </Dialog>
  );
}
