// SPDX-License-Identifier: GPL-2.0-or-later
import { useState, type FormEvent } from 'react';
import { t } from '@lingui/core/macro';
import type { Problem } from '@alloquy/state/model.std';
import { useApi } from '@alloquy/ui/app_context.dom';
import { Button } from '@alloquy/ui/components/button.dom';
import { CopyValue } from '@alloquy/ui/components/codes.dom';
import { Dialog } from '@alloquy/ui/components/dialog.dom';
import { Banner } from '@alloquy/ui/components/feedback.dom';
import { QrCode } from '@alloquy/ui/components/qr_code.dom';
import { TextField } from '@alloquy/ui/components/text_field.dom';
import { problemText } from '@alloquy/ui/problem_text.dom';
import { ProofDialog, Section } from './parts.dom';
import type { Account } from './types.std';

interface Enrolment {
  readonly secret: string;
  readonly uri: string;
}

export function SecondFactor({ account, onChange }: { readonly account: Account; readonly onChange: () => void }) {
  const api = useApi();
  const [asking, setAsking] = useState(false);
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);

  if (account.totp)
    return (
      <Section title={t`Authenticator app`} lead={t`Signing in here needs a code of your app. IRC and Mumble take app passwords and certificates only.`}>
        <Banner tone="success" icon="shield">{t`Your account is protected by an authenticator app.`}</Banner>
        <div>
          <Button onPress={() => setAsking(true)}>{t`Remove the app…`}</Button>
        </div>
        <ProofDialog
          title={t`Remove the authenticator app?`}
          confirm={t`Remove it`}
          danger
          open={asking}
          onClose={() => setAsking(false)}
          onProof={async (proof) => {
            const answer = await api.call('DELETE', '/accounts/me/totp', proof);
            if (answer.ok) onChange();
            return answer.ok ? null : answer.problem;
          }}
        >
          <p>{t`Your password alone is enough again then.`}</p>
        </ProofDialog>
      </Section>
    );

  return (
    <Section title={t`Authenticator app`} lead={t`A code from your phone, besides the password. Who knows your password still doesn’t get in.`}>
      <div>
        <Button icon="phone" onPress={() => setAsking(true)}>{t`Set up an app…`}</Button>
      </div>
      <ProofDialog
        title={t`Set up an authenticator app`}
        confirm={t`Go on`}
        open={asking}
        onClose={() => setAsking(false)}
        onProof={async (proof) => {
          const answer = await api.call<Enrolment>('POST', '/accounts/me/totp', proof);
          if (answer.ok) setEnrolment(answer.value);
          return answer.ok ? null : answer.problem;
        }}
      >
        <p>{t`IRC and Mumble apps will then need an app password or a certificate, as they can’t ask for a code.`}</p>
      </ProofDialog>
      <Dialog title={t`Scan this with your app`} open={enrolment !== null} onClose={() => setEnrolment(null)} closeLabel={t`Cancel`} size="small">
        {enrolment && (
          <ConfirmCode
            enrolment={enrolment}
            onDone={() => {
              setEnrolment(null);
              onChange();
            }}
          />
        )}
      </Dialog>
    </Section>
  );
}

function ConfirmCode({ enrolment, onDone }: { readonly enrolment: Enrolment; readonly onDone: () => void }) {
  const api = useApi();
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [pending, setPending] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (pending) return;
    setPending(true);
    const answer = await api.call('POST', '/accounts/me/totp/confirm', { code: code.replace(/\s/g, '') });
    setPending(false);
    if (answer.ok) onDone();
    else setProblem(answer.problem);
  };
  return (
    <form className="form" onSubmit={submit}>
      <QrCode text={enrolment.uri} label={t`QR code with the secret for your authenticator app`} />
      <CopyValue label={t`Or enter this secret`} value={enrolment.secret} />
      <TextField
        label={t`The code that the app shows`}
        value={code}
        onChange={setCode}
        maxLength={8}
        autoComplete="one-time-code"
        input={{ inputMode: 'numeric', dir: 'ltr' }}
        error={problem ? problemText(problem) : null}
      />
      <Button type="submit" variant="primary" wide isPending={pending} isDisabled={code.replace(/\s/g, '').length !== 6}>{t`Turn it on`}</Button>
    </form>
  );
}
