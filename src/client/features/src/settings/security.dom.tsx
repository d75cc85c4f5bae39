// SPDX-License-Identifier: GPL-2.0-or-later
import { useState } from 'react';
import { t } from '@lingui/core/macro';
import { makeReplacement } from '@alloquy/platform/auth_key/credentials.dom';
import { useApi } from '@alloquy/ui/app_context.dom';
import { Button } from '@alloquy/ui/components/button.dom';
import { Switch } from '@alloquy/ui/components/choices.dom';
import { RecoveryCodes } from '@alloquy/ui/components/codes.dom';
import { Dialog } from '@alloquy/ui/components/dialog.dom';
import { Banner } from '@alloquy/ui/components/feedback.dom';
import { PasswordField } from '@alloquy/ui/components/text_field.dom';
import { useServerInfo } from '@alloquy/ui/server_info.dom';
import { Loaded, ProblemBanner, ProofDialog, Section } from './parts.dom';
import { SecondFactor } from './second_factor.dom';
import type { Account } from './types.std';
import { useRequest } from './use_request.dom';
import type { Problem } from '@alloquy/state/model.std';

export function SecuritySettings() {
  const account = useRequest<Account>('/accounts/me');
  return (
    <Loaded request={account}>
      {(me) => (
        <>
          <ChangePassword account={me} />
          <SecondFactor account={me} onChange={account.reload} />
          <RenewCodes />
          <AppPasswordsOnly account={me} onChange={account.setValue} />
        </>
      )}
    </Loaded>
  );
}

function ChangePassword({ account }: { readonly account: Account }) {
  const api = useApi();
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState('');
  const [short, setShort] = useState(false);
  const [done, setDone] = useState(false);
  return (
    <Section title={t`Password`} lead={t`One password for this page, IRC and Mumble. Changing it signs out all other devices.`}>
      {done && <Banner tone="success" icon="check">{t`Your password is changed. Other devices are signed out.`}</Banner>}
      <div>
        <Button icon="key" onPress={() => setOpen(true)}>{t`Change the password…`}</Button>
      </div>
      <ProofDialog
        title={t`Change the password`}
        confirm={t`Change it`}
        open={open}
        onClose={() => {
          setOpen(false);
          setWanted('');
          setShort(false);
        }}
        onProof={async (proof) => {
          if (new TextEncoder().encode(wanted).length < 8) {
            setShort(true);
            return { code: 'invalid_input', field: 'new_password', message: '', retryAfter: null };
          }
          const replacement = await makeReplacement(api, account.username, wanted, account.scheme);
          if (!replacement.ok) return replacement.problem;
          const answer = await api.call('POST', '/accounts/me/password', { ...proof, ...replacement.value });
          if (!answer.ok) return answer.problem;
          setDone(true);
          return null;
        }}
      >
        <PasswordField
          label={t`New password`}
          name="new_password"
          autoComplete="new-password"
          value={wanted}
          onChange={(text) => {
            setWanted(text);
            setShort(false);
          }}
          hint={t`At least 8 characters. A few words in a row are strong and easy to remember.`}
          showLabel={t`Show the password`}
          hideLabel={t`Hide the password`}
          error={short ? t`That is too short.` : null}
        />
      </ProofDialog>
    </Section>
  );
}

function RenewCodes() {
  const api = useApi();
  const server = useServerInfo();
  const [asking, setAsking] = useState(false);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  return (
    <Section title={t`Recovery codes`} lead={t`Each gets you back in once, if you forget your password or lose your phone. New ones make the old ones worthless.`}>
      <div>
        <Button icon="refresh" onPress={() => setAsking(true)}>{t`Make new codes…`}</Button>
      </div>
      <ProofDialog
        title={t`Make new recovery codes`}
        confirm={t`Make them`}
        open={asking}
        onClose={() => setAsking(false)}
        onProof={async (proof) => {
          const answer = await api.call<{ recovery_codes: string[] }>('POST', '/accounts/me/recovery-codes', proof);
          if (!answer.ok) return answer.problem;
          setCodes(answer.value.recovery_codes);
          return null;
        }}
      />
      <Dialog title={t`Your new recovery codes`} open={codes !== null} onClose={() => setCodes(null)} closeLabel={t`Close`} alert>
        <RecoveryCodes codes={codes ?? []} serverName={server?.name ?? ''} continueLabel={t`Done`} onContinue={() => setCodes(null)} />
      </Dialog>
    </Section>
  );
}

function AppPasswordsOnly({ account, onChange }: { readonly account: Account; readonly onChange: (account: Account) => void }) {
  const api = useApi();
  const [problem, setProblem] = useState<Problem | null>(null);
  const change = async (only: boolean) => {
    const answer = await api.call<Account>('PATCH', '/accounts/me', { app_passwords_only: only });
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) onChange(answer.value);
  };
  if (account.totp || account.scheme === 'split-1') return null;
  return (
    <Section title={t`IRC and Mumble`}>
      <ProblemBanner problem={problem} />
      <Switch label={t`Only app passwords on IRC and Mumble`} hint={t`Your own password then works on this page only.`} selected={account.app_passwords_only} onChange={change} />
    </Section>
  );
}
