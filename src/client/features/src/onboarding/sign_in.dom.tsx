// SPDX-License-Identifier: GPL-2.0-or-later
import { useEffect, useRef, useState } from 'react';
import { Form } from 'react-aria-components';
import { Link, useLocation } from 'wouter';
import { t } from '@lingui/core/macro';
import { makeProof } from '@alloquy/platform/auth_key/credentials.dom';
import { useActions, useApi } from '@alloquy/ui/app_context.dom';
import { Button } from '@alloquy/ui/components/button.dom';
import { Banner } from '@alloquy/ui/components/feedback.dom';
import { PasswordField, TextField } from '@alloquy/ui/components/text_field.dom';
import { problemText } from '@alloquy/ui/problem_text.dom';
import { useServerInfo } from '@alloquy/ui/server_info.dom';
import { clientName } from './client_name.std';
import { OnboardingPage } from './page.dom';
import { problemOf, useForm } from './use_form.dom';

/** `after` is the page that was asked for before signing in; `notice` says why one is here (signed out elsewhere, password set anew). */
export function SignIn({ after = '/', notice }: { readonly after?: string; readonly notice?: string | null }) {
  const api = useApi();
  const actions = useActions();
  const server = useServerInfo();
  const [, navigate] = useLocation();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [wantsCode, setWantsCode] = useState(false);
  const codeInput = useRef<HTMLInputElement>(null);

  const { form, problem, pending, onSubmit } = useForm(async () => {
    const name = username.trim();
    if (!name) return problemOf('name_missing', 'username');
    if (!password) return problemOf('password_missing', 'password');
    const proof = await makeProof(api, name, password);
    if (!proof.ok) return proof.problem;
    const body = { username: name, ...proof.value, client: clientName(navigator.userAgent), ...(code ? { code: code.trim() } : {}) };
    const answer = await api.call<{ token: string }>('POST', '/sessions', body);
    if (!answer.ok) {
      if (answer.problem.code === 'totp_required') {
        setWantsCode(true);
        return null;
      }
      return answer.problem;
    }
    const refused = await actions.openSession(answer.value.token);
    if (!refused) navigate(after, { replace: true });
    return refused;
  });

  useEffect(() => {
    if (wantsCode) codeInput.current?.focus();
  }, [wantsCode]);

  const at = (field: string) => problem?.field === field;
  const codeWrong = problem?.code === 'wrong_code';
  const general = problem && !at('username') && !at('password') && !codeWrong ? problemText(problem) : null;
  const footer = (
    <>
      {server?.registration !== 'closed' && (
        <span>
          {t`New here?`} <Link href="/sign-up">{t`Make an account`}</Link>
        </span>
      )}
      <Link href="/recover">{t`Forgot your password?`}</Link>
    </>
  );

  return (
    <OnboardingPage title={t`Welcome back`} footer={footer}>
      {notice && !problem && (
        <Banner tone="info" icon="lock">
          {notice}
        </Banner>
      )}
      {general && (
        <Banner tone="danger" icon="error">
          {general}
        </Banner>
      )}
      <Form ref={form} onSubmit={onSubmit} className="form" validationBehavior="aria">
        <TextField
          label={t`Name`}
          name="username"
          autoComplete="username"
          autoFocus
          value={username}
          onChange={setUsername}
          maxLength={64}
          input={{ autoCapitalize: 'none', spellCheck: false }}
          error={at('username') ? t`Enter your name.` : null}
        />
        <PasswordField
          label={t`Password`}
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          showLabel={t`Show the password`}
          hideLabel={t`Hide the password`}
          error={at('password') ? t`Enter your password.` : null}
        />
        {wantsCode && (
          <TextField
            label={t`Code`}
            name="code"
            autoComplete="one-time-code"
            value={code}
            onChange={setCode}
            maxLength={32}
            inputRef={codeInput}
            hint={t`Six digits from your authenticator app, or one of your recovery codes.`}
            input={{ inputMode: 'text', autoCapitalize: 'characters', spellCheck: false }}
            error={codeWrong ? problemText(problem) : null}
          />
        )}
        <Button type="submit" variant="primary" wide isPending={pending}>
          {t`Sign in`}
        </Button>
      </Form>
    </OnboardingPage>
  );
}
