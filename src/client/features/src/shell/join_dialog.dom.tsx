// SPDX-License-Identifier: GPL-2.0-or-later
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type FormEvent } from 'react';
import { useActions, useStore } from '@alloquy/ui/app_context.dom';
import { Button } from '@alloquy/ui/components/button.dom';
import { Dialog } from '@alloquy/ui/components/dialog.dom';
import { TextField } from '@alloquy/ui/components/text_field.dom';
import { problemText } from '@alloquy/ui/problem_text.dom';
import { useChat } from '@alloquy/features/shared/chat_context.dom';
import { pathOfRoom } from '@alloquy/features/shared/paths.std';

/** Goes to a room by its name; the server makes one where one may. */
export function JoinDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui();
  const actions = useActions();
  const store = useStore();
  const chat = useChat();
  const [name, setName] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const channel = `#${name.trim().replace(/^#/, '').toLowerCase().replace(/\s+/g, '-')}`;
    if (channel === '#') return setError(t`Write the name of a room.`);
    setPending(true);
    const problem = await actions.joinChannel(channel);
    setPending(false);
    if (problem) return setError(problemText(problem));
    const room = Object.values(store.getState().rooms).find((each) => each.channel?.toLowerCase() === channel);
    if (room) chat.go(pathOfRoom(room));
    onClose();
  };
  return (
    <Dialog title={t`Go to a room`} open onClose={onClose} closeLabel={t`Close`} size="small">
      <form className="join-form" onSubmit={(event) => void submit(event)}>
        <p><Trans>Write the name of a room. If there is none of that name and you may, it is made.</Trans></p>
        <TextField label={t`Room`} value={name} onChange={setName} error={error} autoFocus input={{ placeholder: '#general', autoCapitalize: 'none', spellCheck: false }} />
        <Button type="submit" variant="primary" isPending={pending} wide>{t`Go there`}</Button>
      </form>
    </Dialog>
  );
}
