// SPDX-License-Identifier: GPL-2.0-or-later
// A new password for one that was forgotten: by an administrator's link, or by a recovery code.

import { useState } from 'react';
import { Form } from 'react-aria-components';
import { Link, useLocation } from 'wouter';
import { t } from '@lingui/core/macro';
import { useApi } from '@alloquy/ui/app_context.dom';
import { Button } from '@alloquy/ui/components/button.dom';
import { Banner, EmptyState } from '@alloquy/ui/components/feedback.dom';
import { PasswordField, TextField } from '@alloquy/ui/components/text_field.dom';
import { problemText } from '@alloquy/ui/problem_text.dom';
import { OnboardingPage } from './page.dom';
import { problemOf, useForm } from './use_form.dom';

/** `token` comes from the link; null asks for a recovery code instead. */
export function ResetPassword({ token }: { readonly token: string | null }) {
  const api = useApi();
  const [, navigate] = useLocation();
  const [username, setUsername] = useState('');
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');

  const { form, problem, pending, onSubmit } = useForm(async () => {
    if (token === null && !username.trim()) return problemOf('invalid_input', 'username');
    if (token === null && !code.trim()) return problemOf('wrong_code', 'recovery_code');
    if (new TextEncoder().encode(password).length < 8) return problemOf('invalid_input', 'new_password');
    const answer =
      token === null
        ? await api.call('POST', '/auth/recover', { username: username.trim(), recovery_code: code.trim(), new_password: password })
        : await api.call('POST', '/auth/reset', { token, new_password: password });
    if (!answer.ok) return answer.problem;
    navigate('/sign-in?reason=password_set', { replace: true });
    return null;
  });

  const footer = (
    <span>
      {t`You remember it?`} <Link href="/sign-in">{t`Sign in`}</Link>
    </span>
  );
  if (token === '')
    return (
      <OnboardingPage title={t`Set a new password`} footer={footer}>
        <EmptyState icon="link" title={t`This link is not complete`}>
          {t`Ask an administrator for a new one, or use a recovery code.`} <Link href="/recover">{t`Use a recovery code`}</Link>
        </EmptyState>
      </OnboardingPage>
    );

  const at = (field: string) => problem?.field === field;
  const codeWrong = at('recovery_code') || problem?.code === 'wrong_code' || problem?.code === 'wrong_credentials';
  const passwordWrong = at('new_password') || at('password');
  const general = problem && !at('username') && !codeWrong && !passwordWrong ? problemText(problem) : null;
  return (
    <OnboardingPage title={t`Set a new password`} lead={t`All your devices are signed out when you do. Apps with passwords of their own stay.`} footer={footer}>
      {general && (
        <Banner tone="danger" icon="error">
          {general}
        </Banner>
      )}
      <Form ref={form} onSubmit={onSubmit} className="form" validationBehavior="aria">
        {token === null && (
          <>
            <TextField label={t`Name`} name="username" autoComplete="username" autoFocus value={username} onChange={setUsername} input={{ autoCapitalize: 'none', spellCheck: false }} error={at('username') ? t`Enter your name.` : null} />
            <TextField
              label={t`Recovery code`}
              name="recovery_code"
              value={code}
              onChange={setCode}
              hint={t`One of those that you got with your account. If you have none left, ask an administrator for a link.`}
              input={{ autoCapitalize: 'characters', spellCheck: false }}
              error={codeWrong ? t`That name and code don’t belong together, or the code was used.` : null}
            />
          </>
        )}
        <PasswordField
          label={t`New password`}
          name="new_password"
          autoComplete="new-password"
          autoFocus={token !== null}
          value={password}
          onChange={setPassword}
          hint={t`At least 8 characters. A few words in a row are strong and easy to remember.`}
          showLabel={t`Show the password`}
          hideLabel={t`Hide the password`}
          error={passwordWrong ? problemText(problemOf('invalid_input', 'password')) : null}
        />
        <Button type="submit" variant="primary" wide isPending={pending}>
          {t`Set the password`}
        </Button>
      </Form>
    </OnboardingPage>
  );
}
