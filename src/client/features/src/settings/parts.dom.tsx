// SPDX-License-Identifier: GPL-2.0-or-later
// What the sections of the settings are made of.

import { useState, type FormEvent, type ReactNode } from 'react';
import { i18n } from '@lingui/core';
import { t } from '@lingui/core/macro';
import { makeProof, type Proof } from '@alloquy/platform/auth_key/credentials.dom';
import type { Problem } from '@alloquy/state/model.std';
import { useApi, useApp } from '@alloquy/ui/app_context.dom';
import { Button } from '@alloquy/ui/components/button.dom';
import { Dialog } from '@alloquy/ui/components/dialog.dom';
import { Banner, Skeleton } from '@alloquy/ui/components/feedback.dom';
import { PasswordField } from '@alloquy/ui/components/text_field.dom';
import { problemText } from '@alloquy/ui/problem_text.dom';
import type { Request } from './use_request.dom';

/** Without a title where a page has one section only, which is called like the page. */
export function Section({ title, lead, children }: { readonly title?: string; readonly lead?: ReactNode; readonly children: ReactNode }) {
  return (
    <section className="settings-section">
      {title && <h2 className="settings-heading">{title}</h2>}
      {lead && <p className="settings-lead">{lead}</p>}
      {children}
    </section>
  );
}

export function ProblemBanner({ problem, onRetry }: { readonly problem: Problem | null; readonly onRetry?: () => void }) {
  if (!problem) return null;
  return (
    <Banner tone="danger" icon="error" actions={onRetry && <Button onPress={onRetry}>{t`Try again`}</Button>}>
      {problemText(problem)}
    </Banner>
  );
}

/** What was asked for, or how that stands. */
export function Loaded<Value>({ request, children }: { readonly request: Request<Value>; readonly children: (value: Value) => ReactNode }) {
  if (request.value === null && request.problem) return <ProblemBanner problem={request.problem} onRetry={request.reload} />;
  if (request.value === null) return <Skeleton lines={3} label={t`Loading`} />;
  return (
    <>
      <ProblemBanner problem={request.problem} onRetry={request.reload} />
      {children(request.value)}
    </>
  );
}

export function Row({ title, note, badge, action }: { readonly title: ReactNode; readonly note?: ReactNode; readonly badge?: string | undefined; readonly action?: ReactNode }) {
  return (
    <li className="settings-row">
      <div className="settings-row-text">
        <span className="settings-row-title">
          <span>{title}</span>
          {badge && <span className="settings-tag">{badge}</span>}
        </span>
        {note && <span className="field-hint">{note}</span>}
      </div>
      {action}
    </li>
  );
}

export function dayText(time: string): string {
  return i18n.date(new Date(time), { dateStyle: 'medium' });
}

export function momentText(time: string): string {
  return i18n.date(new Date(time), { dateStyle: 'medium', timeStyle: 'short' });
}

export interface ProofDialogProps {
  readonly title: string;
  readonly confirm: string;
  readonly danger?: boolean;
  readonly open: boolean;
  readonly onClose: () => void;
  /** Does what was asked for; null closes the dialog. */
  readonly onProof: (proof: Proof, password: string) => Promise<Problem | null>;
  readonly children?: ReactNode;
}

/** Asks for the password before something that a passer-by at an open screen must not do. */
export function ProofDialog({ title, confirm, danger, open, onClose, onProof, children }: ProofDialogProps) {
  const api = useApi();
  const username = useApp((state) => state.me?.username ?? '');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [pending, setPending] = useState(false);

  const close = () => {
    setPassword('');
    setProblem(null);
    onClose();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (pending) return;
    setPending(true);
    const proof = await makeProof(api, username, password);
    const result = proof.ok ? await onProof(proof.value, password) : proof.problem;
    setPending(false);
    if (result) setProblem(result);
    else close();
  };
  const wrong = problem && (problem.code === 'wrong_credentials' || problem.code === 'wrong_password' || problem.field === 'password');

  return (
    <Dialog title={title} open={open} onClose={close} closeLabel={t`Cancel`} size="small">
      <form className="form" onSubmit={submit}>
        {children}
        {problem && !wrong && <ProblemBanner problem={problem} />}
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        <PasswordField
          label={t`Your password`}
          name="password"
          autoComplete="current-password"
          autoFocus
          value={password}
          onChange={setPassword}
          showLabel={t`Show the password`}
          hideLabel={t`Hide the password`}
          error={wrong ? t`That is not your password.` : null}
        />
        <div className="form-buttons">
          <Button variant="quiet" onPress={close}>{t`Cancel`}</Button>
          <Button type="submit" variant={danger ? 'danger' : 'primary'} isPending={pending} isDisabled={!password}>
            {confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
