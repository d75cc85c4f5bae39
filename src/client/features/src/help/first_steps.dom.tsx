// SPDX-License-Identifier: GPL-2.0-or-later
// What somebody sees once, right after their account was made: who one is, what is where, and for the owner who may come.

import { useState, type FormEvent } from 'react';
import { t } from '@lingui/core/macro';
import type { Problem } from '@alloquy/state/model.std';
import { useApi, useApp } from '@alloquy/ui/app_context.dom';
import { Button } from '@alloquy/ui/components/button.dom';
import { RadioChoices } from '@alloquy/ui/components/choices.dom';
import { CopyValue } from '@alloquy/ui/components/codes.dom';
import { Dialog } from '@alloquy/ui/components/dialog.dom';
import { Banner } from '@alloquy/ui/components/feedback.dom';
import { TextField } from '@alloquy/ui/components/text_field.dom';
import type { Newcomer } from '@alloquy/ui/first_steps.dom';
import { Icon, type IconName } from '@alloquy/ui/icons/icon.dom';
import { problemText } from '@alloquy/ui/problem_text.dom';
import './first_steps.css';

export function FirstSteps({ kind, onDone }: { readonly kind: Newcomer; readonly onDone: () => void }) {
  const [step, setStep] = useState<'people' | 'me'>(kind === 'owner' ? 'people' : 'me');
  const server = useApp((state) => state.server?.name ?? 'Alloquy');
  return (
    <Dialog title={step === 'people' ? t`Who may come to ${server}?` : t`Welcome to ${server}`} open onClose={onDone} closeLabel={t`Close`}>
      {step === 'people' ? <People onNext={() => setStep('me')} /> : <Me onDone={onDone} />}
    </Dialog>
  );
}

type Registration = 'open' | 'invite' | 'approval' | 'closed';

function People({ onNext }: { readonly onNext: () => void }) {
  const api = useApi();
  const known = useApp((state) => state.server?.registration ?? 'invite');
  const [registration, setRegistration] = useState(known as Registration);
  const [link, setLink] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  const choose = async (wanted: Registration) => {
    const before = registration;
    setRegistration(wanted);
    const answer = await api.call('PATCH', '/admin/settings', { 'accounts.registration': wanted });
    setProblem(answer.ok ? null : answer.problem);
    if (!answer.ok) setRegistration(before);
  };
  const invite = async () => {
    const answer = await api.call<{ url: string }>('POST', '/invites', {});
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) setLink(answer.value.url);
  };

  return (
    <>
      {problem && (
        <Banner tone="danger" icon="error">
          {problemText(problem)}
        </Banner>
      )}
      <RadioChoices
        label={t`Who can make an account?`}
        value={registration}
        onChange={choose}
        choices={[
          { value: 'invite', label: t`Whoever has an invite`, hint: t`You, and members where you allow it, pass on links.` },
          { value: 'approval', label: t`Whoever is approved`, hint: t`Accounts wait until an administrator says yes.` },
          { value: 'open', label: t`Everybody`, hint: t`For servers that strangers should find.` },
          { value: 'closed', label: t`Nobody`, hint: t`You make the accounts on the server.` },
        ]}
      />
      {link ? (
        <CopyValue label={t`Link to pass on`} value={link} />
      ) : (
        registration !== 'closed' && (
          <div>
            <Button icon="link" onPress={invite}>{t`Make the first invite`}</Button>
          </div>
        )
      )}
      <div className="steps-foot">
        <Button variant="primary" onPress={onNext}>{t`Go on`}</Button>
      </div>
    </>
  );
}

function Me({ onDone }: { readonly onDone: () => void }) {
  const api = useApi();
  const username = useApp((state) => state.me?.username ?? '');
  const touch = matchMedia('(pointer: coarse)').matches;
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [pending, setPending] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (pending) return;
    const wanted = name.trim();
    if (wanted === '') return onDone();
    setPending(true);
    const answer = await api.call('PATCH', '/accounts/me', { display_name: wanted });
    setPending(false);
    if (answer.ok) onDone();
    else setProblem(answer.problem);
  };

  return (
    <form className="steps-form" onSubmit={submit}>
      <ul className="steps-hints">
        <Hint icon="hash" title={t`Rooms are on the left`}>{touch ? t`A number beside one means that you were named.` : t`A number beside one means that you were named. Ctrl+K goes anywhere.`}</Hint>
        <Hint icon="smilePlus" title={t`Every message can do something`}>{touch ? t`Touch and hold it to answer, react, pin or copy a link.` : t`Point at it, or press Shift+F10, to answer, react, pin or copy a link.`}</Hint>
        {!touch && <Hint icon="keyboard" title={t`All keys and commands`}>{t`Ctrl+/ shows them. Arrow up corrects what you wrote last.`}</Hint>}
        <Hint icon="phone" title={t`The same account elsewhere`}>{t`In any IRC app and any Mumble app: see Settings, Other apps.`}</Hint>
      </ul>
      <TextField label={t`How shall others see you?`} value={name} onChange={setName} maxLength={64} autoFocus input={{ placeholder: username }} hint={t`Any letters you like. Leave it empty to be called ${username}.`} error={problem ? problemText(problem) : null} />
      <div className="steps-foot">
        <Button type="submit" variant="primary" isPending={pending}>{t`Let’s go`}</Button>
      </div>
    </form>
  );
}

function Hint({ icon, title, children }: { readonly icon: IconName; readonly title: string; readonly children: string }) {
  return (
    <li className="steps-hint">
      <span className="steps-icon">
        <Icon name={icon} />
      </span>
      <div>
        <h3 className="steps-title">{title}</h3>
        <p className="field-hint">{children}</p>
      </div>
    </li>
  );
}
