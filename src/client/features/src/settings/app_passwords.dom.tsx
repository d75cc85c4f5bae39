// SPDX-License-Identifier: GPL-2.0-or-later
import { useState, type FormEvent } from 'react';
import { t } from '@lingui/core/macro';
import type { Problem } from '@alloquy/state/model.std';
import { useApi, useApp } from '@alloquy/ui/app_context.dom';
import { Button } from '@alloquy/ui/components/button.dom';
import { Checkbox } from '@alloquy/ui/components/choices.dom';
import { CopyValue } from '@alloquy/ui/components/codes.dom';
import { Dialog } from '@alloquy/ui/components/dialog.dom';
import { TextField } from '@alloquy/ui/components/text_field.dom';
import { problemText } from '@alloquy/ui/problem_text.dom';
import { useServerInfo } from '@alloquy/ui/server_info.dom';
import { Certificates } from './certificates.dom';
import { Loaded, ProblemBanner, Row, Section, dayText } from './parts.dom';
import type { AppPassword, List, Scope } from './types.std';
import { useRequest } from './use_request.dom';

const scopes: readonly Scope[] = ['irc', 'mumble', 'api'];

function scopeText(scope: Scope): string {
  return { irc: t`IRC`, mumble: t`Mumble`, api: t`Web API` }[scope];
}

interface Made {
  readonly name: string;
  readonly secret: string;
  readonly scopes: readonly Scope[];
}

export function AppSettings() {
  const api = useApi();
  const passwords = useRequest<List<AppPassword>>('/accounts/me/app-passwords');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<Made | null>(null);

  const revoke = async (password: AppPassword) => {
    const answer = await api.call('DELETE', `/accounts/me/app-passwords/${password.id}`);
    setProblem(answer.ok || answer.problem.code === 'app_password_not_found' ? null : answer.problem);
    passwords.reload();
  };

  return (
    <>
      <Addresses />
      <Section title={t`App passwords`} lead={t`A password for one app, instead of your own: it can be revoked without touching anything else.`}>
        <ProblemBanner problem={problem} />
        <Loaded request={passwords}>
          {({ items }) => (
            <>
              {items.length > 0 && (
                <ul className="settings-list">
                  {items.map((password) => {
                    const places = password.scopes.map(scopeText).join(', ');
                    const used = password.last_used_at ? t`last used ${dayText(password.last_used_at)}` : t`never used`;
                    return <Row key={password.id} title={password.name} note={`${places} · ${used}`} action={<Button variant="quiet" aria-label={t`Revoke ${password.name}`} onPress={() => revoke(password)}>{t`Revoke`}</Button>} />;
                  })}
                </ul>
              )}
              <div>
                <Button icon="add" onPress={() => setOpen(true)}>{t`New app password…`}</Button>
              </div>
            </>
          )}
        </Loaded>
        <NewPassword
          open={open}
          onClose={() => setOpen(false)}
          onMade={(password) => {
            setOpen(false);
            setMade(password);
            passwords.reload();
          }}
        />
        <Dialog title={t`Your new app password`} open={made !== null} onClose={() => setMade(null)} closeLabel={t`Close`} footer={<Button variant="primary" onPress={() => setMade(null)}>{t`Done`}</Button>}>
          <p>{t`It is shown only now. Put it into the app as the password; your name stays the same.`}</p>
          {made && <CopyValue label={t`Password for ${made.name}`} value={made.secret} />}
          {made && <Addresses plain only={made.scopes} />}
        </Dialog>
      </Section>
      <Certificates />
    </>
  );
}

function NewPassword({ open, onClose, onMade }: { readonly open: boolean; readonly onClose: () => void; readonly onMade: (made: Made) => void }) {
  const api = useApi();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<readonly Scope[]>(['irc']);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [pending, setPending] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (pending || !name.trim() || chosen.length === 0) return;
    setPending(true);
    const answer = await api.call<Made>('POST', '/accounts/me/app-passwords', { name: name.trim(), scopes: chosen });
    setPending(false);
    setProblem(answer.ok ? null : answer.problem);
    if (!answer.ok) return;
    setName('');
    onMade(answer.value);
  };
  const hints: Readonly<Record<Scope, string>> = { irc: t`Read and write from any IRC app`, mumble: t`Talk with any Mumble app`, api: t`For bots and scripts, with all that you may do` };
  return (
    <Dialog title={t`New app password`} open={open} onClose={onClose} closeLabel={t`Cancel`} size="small">
      <form className="form" onSubmit={submit}>
        <TextField label={t`For which app?`} value={name} onChange={setName} maxLength={64} autoFocus input={{ placeholder: t`WeeChat on my laptop` }} error={problem ? problemText(problem) : null} />
        <fieldset className="form-group">
          <legend className="field-label">{t`It may be used for`}</legend>
          {scopes.map((scope) => (
            <Checkbox key={scope} label={scopeText(scope)} hint={hints[scope]} selected={chosen.includes(scope)} onChange={(on) => setChosen(on ? [...chosen, scope] : chosen.filter((each) => each !== scope))} />
          ))}
        </fieldset>
        <div className="form-buttons">
          <Button variant="quiet" onPress={onClose}>{t`Cancel`}</Button>
          <Button type="submit" variant="primary" isPending={pending} isDisabled={!name.trim() || chosen.length === 0}>{t`Make it`}</Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Where other apps find this server. */
function Addresses({ plain, only }: { readonly plain?: boolean; readonly only?: readonly Scope[] }) {
  const server = useServerInfo();
  const username = useApp((state) => state.me?.username ?? '');
  if (!server) return null;
  const wants = (scope: Scope) => !only || only.includes(scope);
  const list = (
    <dl className="settings-facts">
      <dt>{t`Name`}</dt>
      <dd>
        <code>{username}</code>
      </dd>
      {wants('irc') && (
        <>
          <dt>{t`IRC`}</dt>
          <dd>
            <code>
              {server.irc.host}:{server.irc.port}
            </code>{' '}
            {t`with TLS; sign in by SASL PLAIN`}
          </dd>
        </>
      )}
      {wants('mumble') && server.mumble && (
        <>
          <dt>{t`Mumble`}</dt>
          <dd>
            <code>
              {server.mumble.host}:{server.mumble.port}
            </code>
          </dd>
        </>
      )}
      {wants('api') && (
        <>
          <dt>{t`Web API`}</dt>
          <dd>
            <code>{location.origin}/api/v1</code>
          </dd>
        </>
      )}
    </dl>
  );
  if (plain) return list;
  return (
    <Section title={t`Other apps`} lead={t`Your account works in any IRC app and any Mumble app, beside this page.`}>
      {list}
    </Section>
  );
}
