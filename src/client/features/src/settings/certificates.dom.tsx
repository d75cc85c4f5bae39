// SPDX-License-Identifier: GPL-2.0-or-later
import { useState, type FormEvent } from 'react';
import { t } from '@lingui/core/macro';
import type { Problem } from '@alloquy/state/model.std';
import { useApi } from '@alloquy/ui/app_context.dom';
import { Button } from '@alloquy/ui/components/button.dom';
import { Dialog } from '@alloquy/ui/components/dialog.dom';
import { TextField } from '@alloquy/ui/components/text_field.dom';
import { problemText } from '@alloquy/ui/problem_text.dom';
import { Loaded, ProblemBanner, Row, Section } from './parts.dom';
import type { Certificate, List } from './types.std';
import { useRequest } from './use_request.dom';

export function Certificates() {
  const api = useApi();
  const certificates = useRequest<List<Certificate>>('/accounts/me/certificates');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [open, setOpen] = useState(false);

  const forget = async (certificate: Certificate) => {
    const answer = await api.call('DELETE', `/accounts/me/certificates/${certificate.fingerprint}`);
    setProblem(answer.ok || answer.problem.code === 'certificate_not_found' ? null : answer.problem);
    certificates.reload();
  };

  return (
    <Section title={t`Certificates`} lead={t`Instead of a password, IRC apps (SASL EXTERNAL) and Mumble can sign in with a certificate of their own.`}>
      <ProblemBanner problem={problem} />
      <Loaded request={certificates}>
        {({ items }) => (
          <>
            {items.length > 0 && (
              <ul className="settings-list">
                {items.map((certificate) => {
                  const name = certificate.name || t`Unnamed certificate`;
                  return (
                    <Row
                      key={certificate.fingerprint}
                      title={name}
                      note={<code className="fingerprint">{certificate.fingerprint.replace(/(.{4})(?=.)/g, '$1 ')}</code>}
                      action={<Button variant="quiet" aria-label={t`Forget ${name}`} onPress={() => forget(certificate)}>{t`Forget`}</Button>}
                    />
                  );
                })}
              </ul>
            )}
            <div>
              <Button icon="add" onPress={() => setOpen(true)}>{t`Add a certificate…`}</Button>
            </div>
          </>
        )}
      </Loaded>
      <AddCertificate
        open={open}
        onClose={() => setOpen(false)}
        onAdded={() => {
          setOpen(false);
          certificates.reload();
        }}
      />
    </Section>
  );
}

function AddCertificate({ open, onClose, onAdded }: { readonly open: boolean; readonly onClose: () => void; readonly onAdded: () => void }) {
  const api = useApi();
  const [name, setName] = useState('');
  const [fingerprint, setFingerprint] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [pending, setPending] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (pending) return;
    setPending(true);
    const answer = await api.call('POST', '/accounts/me/certificates', { fingerprint: fingerprint.trim(), ...(name.trim() ? { name: name.trim() } : {}) });
    setPending(false);
    setProblem(answer.ok ? null : answer.problem);
    if (!answer.ok) return;
    setName('');
    setFingerprint('');
    onAdded();
  };
  const wrong = problem?.field === 'fingerprint' || problem?.code === 'certificate_taken';
  return (
    <Dialog title={t`Add a certificate`} open={open} onClose={onClose} closeLabel={t`Cancel`} size="small">
      <form className="form" onSubmit={submit}>
        {problem && !wrong && <ProblemBanner problem={problem} />}
        <TextField
          label={t`SHA-256 fingerprint`}
          value={fingerprint}
          onChange={setFingerprint}
          maxLength={128}
          autoFocus
          input={{ spellCheck: false, autoCapitalize: 'none', dir: 'ltr' }}
          hint={t`With: openssl x509 -in client.pem -noout -fingerprint -sha256`}
          error={wrong && problem ? problemText(problem) : null}
        />
        <TextField label={t`Name`} value={name} onChange={setName} maxLength={64} hint={t`So that you know it again.`} />
        <div className="form-buttons">
          <Button variant="quiet" onPress={onClose}>{t`Cancel`}</Button>
          <Button type="submit" variant="primary" isPending={pending} isDisabled={!fingerprint.trim()}>{t`Add it`}</Button>
        </div>
      </form>
    </Dialog>
  );
}
