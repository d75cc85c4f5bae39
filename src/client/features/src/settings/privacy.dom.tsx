// SPDX-License-Identifier: GPL-2.0-or-later
import { useState, type FormEvent } from 'react';
import { t } from '@lingui/core/macro';
import type { Problem } from '@alloquy/state/model.std';
import { useActions, useApi, useApp } from '@alloquy/ui/app_context.dom';
import { Avatar } from '@alloquy/ui/components/avatar.dom';
import { Button } from '@alloquy/ui/components/button.dom';
import { RadioChoices, Switch } from '@alloquy/ui/components/choices.dom';
import { EmptyState } from '@alloquy/ui/components/feedback.dom';
import { TextField } from '@alloquy/ui/components/text_field.dom';
import { problemText } from '@alloquy/ui/problem_text.dom';
import { Loaded, ProblemBanner, Row, Section, dayText } from './parts.dom';
import type { Block, DirectMessages, List } from './types.std';
import { useRequest } from './use_request.dom';

export function PrivacySettings() {
  const actions = useActions();
  const sendTyping = useApp((state) => state.preferences.sendTyping);
  return (
    <>
      <Policy />
      <Section title={t`While you write`}>
        <Switch label={t`Show others that I am typing`} selected={sendTyping} onChange={(on) => actions.setPreferences({ sendTyping: on })} />
      </Section>
      <Blocks />
    </>
  );
}

function Policy() {
  const api = useApi();
  const privacy = useRequest<{ direct_messages: DirectMessages }>('/accounts/me/privacy');
  const [problem, setProblem] = useState<Problem | null>(null);
  const choose = async (wanted: DirectMessages) => {
    const before = privacy.value;
    privacy.setValue({ direct_messages: wanted });
    const answer = await api.call<{ direct_messages: DirectMessages }>('PATCH', '/accounts/me/privacy', { direct_messages: wanted });
    setProblem(answer.ok ? null : answer.problem);
    if (!answer.ok && before) privacy.setValue(before);
  };
  return (
    <Section title={t`Direct messages`} lead={t`Others aren’t told why their message was refused.`}>
      <ProblemBanner problem={problem} />
      <Loaded request={privacy}>
        {(value) => (
          <RadioChoices
            label={t`Who may write to you?`}
            value={value.direct_messages}
            onChange={choose}
            choices={[
              { value: 'everyone', label: t`Everyone here` },
              { value: 'rooms', label: t`People from my rooms`, hint: t`Whoever was in a room that you were in, too.` },
              { value: 'nobody', label: t`Nobody`, hint: t`Conversations that you begin yourself still work.` },
            ]}
          />
        )}
      </Loaded>
    </Section>
  );
}

function Blocks() {
  const actions = useActions();
  const blocks = useRequest<List<Block>>('/accounts/me/blocks');
  const [username, setUsername] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [pending, setPending] = useState(false);
  const change = async (name: string, on: boolean) => {
    setPending(true);
    const result = await actions.block(name, on);
    setPending(false);
    setProblem(result);
    if (!result) blocks.reload();
    return result === null;
  };
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const name = username.trim().replace(/^@/, '');
    if (name && !pending && (await change(name, true))) setUsername('');
  };
  return (
    <Section title={t`Blocked people`} lead={t`They can’t write to you, react to you or invite you. What they say in rooms is folded away.`}>
      <Loaded request={blocks}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="shield" title={t`You have blocked nobody`} />
          ) : (
            <ul className="settings-list">
              {items.map((block) => {
                const since = dayText(block.blocked_at);
                return (
                  <Row
                    key={block.id}
                    title={
                      <span className="person-line">
                        <Avatar username={block.username} name={block.display_name} size={28} />
                        <span>{block.display_name || block.username}</span>
                      </span>
                    }
                    note={t`@${block.username} · since ${since}`}
                    action={<Button variant="quiet" aria-label={t`Unblock ${block.username}`} onPress={() => change(block.username, false)}>{t`Unblock`}</Button>}
                  />
                );
              })}
            </ul>
          )
        }
      </Loaded>
      <form className="form-line" onSubmit={add}>
        <TextField label={t`Block somebody`} value={username} onChange={setUsername} maxLength={25} input={{ autoCapitalize: 'none', spellCheck: false, placeholder: '@name' }} error={problem ? problemText(problem) : null} />
        <Button type="submit" icon="block" isPending={pending} isDisabled={!username.trim()}>{t`Block`}</Button>
      </form>
    </Section>
  );
}
