// SPDX-License-Identifier: GPL-2.0-or-later
// Making an account: freely, by an invite, or as the owner of a new server.

import { useState } from 'react';
import { Form } from 'react-aria-components';
import { Link, useLocation } from 'wouter';
import { t } from '@lingui/core/macro';
import { useActions, useApi } from '@alloquy/ui/app_context.dom';
import { Button } from '@alloquy/ui/components/button.dom';
import { RecoveryCodes } from '@alloquy/ui/components/codes.dom';
import { Banner, EmptyState } from '@alloquy/ui/components/feedback.dom';
import { PasswordField, TextField } from '@alloquy/ui/components/text_field.dom';
import { rememberNewcomer } from '@alloquy/ui/first_steps.dom';
import { problemText } from '@alloquy/ui/problem_text.dom';
import { useServerInfo } from '@alloquy/ui/server_info.dom';
import { clientName, inviteCode } from './client_name.std';
import { InviteCard } from './invite_card.dom';
import { OnboardingPage } from './page.dom';
import { problemOf, useForm } from './use_form.dom';

interface Registered {
  readonly account: { readonly username: string };
  readonly token: string | null;
  readonly recovery_codes: readonly string[];
}

export type SignUpKind = 'open' | 'invite' | 'owner';

const namePattern = /^[A-Za-z_][A-Za-z0-9_-]{0,23}$/;

/** `secret` is the code of the invite or the owner's token, '' when there is none. */
export function SignUp({ kind, secret = '' }: { readonly kind: SignUpKind; readonly secret?: string }) {
  const server = useServerInfo();
  const [made, setMade] = useState<Registered | null>(null);
  if (made) return <Made registered={made} kind={kind} />;

  if (kind === 'owner' && !secret) return <Incomplete text={t`This link is not complete. Print it again on the server with: alloquyd owner-link`} />;
  if (kind === 'open' && server?.registration === 'closed') return <Incomplete text={t`This server takes no new accounts.`} />;
  return <SignUpForm kind={kind} secret={secret} onMade={setMade} />;
}

function SignUpForm({ kind, secret, onMade }: { readonly kind: SignUpKind; readonly secret: string; readonly onMade: (registered: Registered) => void }) {
  const api = useApi();
  const server = useServerInfo();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [invite, setInvite] = useState('');
  const asksInvite = kind === 'open' && server?.registration === 'invite';

  const { form, problem, pending, onSubmit } = useForm(async () => {
    const name = username.trim();
    const code = secret || inviteCode(invite);
    if (asksInvite && !code) return problemOf('invite_required', 'invite');
    if (!namePattern.test(name)) return problemOf('invalid_input', 'username');
    if (new TextEncoder().encode(password).length < 8 || password === name) return problemOf('invalid_input', 'password');
    const body = { username: name, password, client: clientName(navigator.userAgent), ...(code ? { invite: code } : {}) };
    const answer = await api.call<Registered>('POST', '/accounts', body);
    if (!answer.ok) return answer.problem;
    onMade(answer.value);
    return null;
  });

  const nameProblem = problem && (problem.field === 'username' || problem.code === 'username_taken');
  const passwordProblem = problem?.field === 'password';
  const inviteProblem = asksInvite && problem && (problem.field === 'invite' || problem.code.startsWith('invite_'));
  const general = problem && !nameProblem && !passwordProblem && !inviteProblem ? problemText(problem) : null;
  const serverName = server?.name ?? '';
  const titles = { open: t`Make an account`, invite: t`You’re invited`, owner: t`Welcome to your new server` };
  const lead = kind === 'owner' ? t`Make the first account. It owns this server: everything can be changed with it.` : null;

  return (
    <OnboardingPage title={titles[kind]} lead={lead} footer={kind !== 'owner' && <HasAccount />}>
      {kind === 'invite' && <InviteCard code={secret} />}
      {kind === 'open' && server?.registration === 'approval' && <Banner icon="clock">{t`An administrator of ${serverName} approves new accounts before they can be used.`}</Banner>}
      {general && (
        <Banner tone="danger" icon="error">
          {general}
        </Banner>
      )}
      <Form ref={form} onSubmit={onSubmit} className="form" validationBehavior="aria">
        {asksInvite && <TextField label={t`Invite`} name="invite" value={invite} onChange={setInvite} hint={t`The link or the code that somebody here gave you.`} input={{ autoCapitalize: 'none', spellCheck: false }} error={inviteProblem ? problemText(problem) : null} />}
        <TextField
          label={t`Name`}
          name="username"
          autoComplete="username"
          autoFocus
          value={username}
          onChange={setUsername}
          maxLength={24}
          hint={t`The same here, on IRC and on Mumble: letters, digits, _ and -.`}
          input={{ autoCapitalize: 'none', spellCheck: false }}
          error={nameProblem ? problemText(problem) : null}
        />
        <PasswordField
          label={t`Password`}
          name="password"
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
          maxLength={1024}
          hint={t`At least 8 characters. A few words in a row are strong and easy to remember.`}
          showLabel={t`Show the password`}
          hideLabel={t`Hide the password`}
          error={passwordProblem ? problemText(problem) : null}
        />
        <Button type="submit" variant="primary" wide isPending={pending}>
          {kind === 'owner' ? t`Make the owner’s account` : t`Make the account`}
        </Button>
      </Form>
    </OnboardingPage>
  );
}

function HasAccount() {
  return (
    <span>
      {t`You have an account already?`} <Link href="/sign-in">{t`Sign in`}</Link>
    </span>
  );
}

function Made({ registered, kind }: { readonly registered: Registered; readonly kind: SignUpKind }) {
  const actions = useActions();
  const server = useServerInfo();
  const [, navigate] = useLocation();
  const { username } = registered.account;
  const proceed = async () => {
    if (registered.token) {
      rememberNewcomer(kind === 'owner' ? 'owner' : 'member');
      await actions.openSession(registered.token);
    }
    navigate(registered.token ? '/' : '/sign-in', { replace: true });
  };
  const lead = registered.token ? t`The name ${username} is yours.` : t`Your account ${username} waits for an administrator’s approval. Sign in once it is given.`;
  return (
    <OnboardingPage title={kind === 'owner' ? t`The server is yours` : t`Nice to meet you`} lead={lead}>
      <h2 className="onboarding-subtitle">{t`Recovery codes`}</h2>
      <RecoveryCodes codes={registered.recovery_codes} serverName={server?.name ?? ''} continueLabel={registered.token ? t`Go to the rooms` : t`Done`} onContinue={proceed} />
    </OnboardingPage>
  );
}

function Incomplete({ text }: { readonly text: string }) {
  return (
    <OnboardingPage title={t`That doesn’t work`} footer={<HasAccount />}>
      <EmptyState icon="link" title={text} />
    </OnboardingPage>
  );
}
