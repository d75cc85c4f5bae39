// SPDX-License-Identifier: GPL-2.0-or-later
import { useState, type FormEvent } from 'react';
import { t } from '@lingui/core/macro';
import type { Problem } from '@alloquy/state/model.std';
import { useApi } from '@alloquy/ui/app_context.dom';
import { Avatar } from '@alloquy/ui/components/avatar.dom';
import { Button } from '@alloquy/ui/components/button.dom';
import { TextField } from '@alloquy/ui/components/text_field.dom';
import { nameColor } from '@alloquy/ui/color/name_color.std';
import { nameStyle } from '@alloquy/ui/color/name_style.dom';
import { useThemeName } from '@alloquy/ui/theme.dom';
import { DeleteAccount } from './delete_account.dom';
import { Loaded, ProblemBanner, Section, dayText } from './parts.dom';
import type { Account, Profile } from './types.std';
import { useRequest } from './use_request.dom';

export function AccountSettings() {
  const account = useRequest<Account>('/accounts/me');
  const profile = useRequest<Profile>('/accounts/me/profile');
  return (
    <>
      <Section title={t`Profile`} lead={t`How others see you: here, and in IRC apps that show profiles.`}>
        <Loaded request={account}>{(me) => <Loaded request={profile}>{({ values }) => <ProfileForm account={me} values={values} onSaved={account.setValue} />}</Loaded>}</Loaded>
      </Section>
      <Loaded request={account}>{(me) => <DeleteAccount account={me} />}</Loaded>
    </>
  );
}

const keys = ['pronouns', 'status', 'homepage', 'color'] as const;

function ProfileForm({ account, values, onSaved }: { readonly account: Account; readonly values: Profile['values']; readonly onSaved: (account: Account) => void }) {
  const api = useApi();
  const theme = useThemeName();
  const [displayName, setDisplayName] = useState(account.display_name);
  const [draft, setDraft] = useState<Readonly<Record<string, string>>>(() => Object.fromEntries(keys.map((key) => [key, values[key] ?? ''])));
  const [problem, setProblem] = useState<Problem | null>(null);
  const [pending, setPending] = useState(false);
  const [told, setTold] = useState('');
  const change = (key: string) => (value: string) => {
    setDraft({ ...draft, [key]: value });
    setTold('');
  };

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (pending) return;
    setPending(true);
    setTold('');
    const changed = Object.fromEntries(keys.filter((key) => (draft[key] ?? '') !== (values[key] ?? '')).map((key) => [key, draft[key]?.trim() || null]));
    const named = displayName.trim() !== account.display_name ? await api.call<Account>('PATCH', '/accounts/me', { display_name: displayName.trim() }) : null;
    const saved = Object.keys(changed).length > 0 ? await api.call('PATCH', '/accounts/me/profile', { values: changed }) : null;
    setPending(false);
    if (named?.ok) onSaved(named.value);
    const failure = (named && !named.ok && named.problem) || (saved && !saved.ok && saved.problem) || null;
    setProblem(failure);
    if (!failure) setTold(t`Saved.`);
  };

  const shown = displayName.trim() || account.username;
  return (
    <form className="form" onSubmit={save}>
      <div className="profile-card">
        <Avatar username={account.username} name={shown} url={values['avatar'] ?? null} size={64} />
        <div className="profile-card-text">
          <span className="profile-card-name colored-name" style={nameStyle(account.username, draft['color'] || null)}>
            {shown}
          </span>
          <span className="field-hint">
            @{account.username}
            {draft['pronouns'] && ` · ${draft['pronouns']}`}
          </span>
          {draft['status'] && <span>{draft['status']}</span>}
        </div>
      </div>
      <ProblemBanner problem={problem} />
      <TextField label={t`Display name`} value={displayName} onChange={setDisplayName} maxLength={64} hint={t`Your name for signing in and for mentions stays @${account.username}.`} error={problem?.field === 'display_name' ? t`A display name has 1 to 64 characters.` : null} />
      <TextField label={t`Status`} value={draft['status'] ?? ''} onChange={change('status')} maxLength={120} />
      <div className="form-columns">
        <TextField label={t`Pronouns`} value={draft['pronouns'] ?? ''} onChange={change('pronouns')} maxLength={40} />
        <TextField label={t`Homepage`} value={draft['homepage'] ?? ''} onChange={change('homepage')} maxLength={200} input={{ inputMode: 'url', dir: 'ltr', placeholder: 'https://' }} />
      </div>
      <div className="color-field">
        <label className="field-label" htmlFor="profile-color">{t`Colour of your name`}</label>
        <div className="color-row">
          <input id="profile-color" className="color-input" type="color" value={/^#[0-9a-f]{6}$/i.test(draft['color'] ?? '') ? draft['color'] : nameColor(account.username, null, theme)} onChange={(event) => change('color')(event.target.value)} />
          <Button variant="quiet" isDisabled={!draft['color']} onPress={() => change('color')('')}>{t`Choose for me`}</Button>
        </div>
        <span className="field-hint">{t`It is made lighter or darker where it couldn’t be read otherwise.`}</span>
      </div>
      <div className="form-buttons">
        <span role="status" className="field-hint">
          {told}
        </span>
        <Button type="submit" variant="primary" isPending={pending}>{t`Save`}</Button>
      </div>
      <p className="field-hint">{t`Here since ${dayText(account.created_at)}.`}</p>
    </form>
  );
}
