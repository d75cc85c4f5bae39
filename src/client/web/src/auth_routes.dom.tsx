// SPDX-License-Identifier: GPL-2.0-or-later
// The addresses one may open without being signed in. Secrets stand after '#', so that they never reach a log of the server.

import { useState } from 'react';
import { Route, Switch } from 'wouter';
import { t } from '@lingui/core/macro';
import { ResetPassword } from '@alloquy/features/onboarding/reset.dom';
import { SignIn } from '@alloquy/features/onboarding/sign_in.dom';
import { SignUp } from '@alloquy/features/onboarding/sign_up.dom';
import { isAuthPath } from './auth_paths.std';

/** What stands after '#', taken out of the address bar at once: nobody should read it over a shoulder, or find it in the history. */
function useFragment(): string {
  const [secret] = useState(() => {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return '';
    }
  });
  const [cleared, setCleared] = useState(false);
  if (!cleared) {
    if (location.hash) history.replaceState(history.state, '', location.pathname + location.search);
    setCleared(true);
  }
  return secret;
}

/** Why one stands at the sign-in page, by `?reason=`. Only known reasons are said. */
function reasonText(reason: string | null): string | null {
  if (reason === 'password_set') return t`Your new password is set. Sign in with it.`;
  if (reason === 'signed_out') return t`You were signed out on this device. Sign in again to go on.`;
  if (reason === 'deleted') return t`Your account is deleted.`;
  return null;
}

/** A page of this client to go to after signing in; nothing else is followed. */
function safeTarget(wanted: string | null): string {
  return wanted && /^\/(?![/\\])/.test(wanted) && !isAuthPath(wanted) ? wanted : '/';
}

function SignInPage() {
  const parameters = new URLSearchParams(location.search);
  return <SignIn after={safeTarget(parameters.get('after'))} notice={reasonText(parameters.get('reason'))} />;
}

function OwnerPage() {
  return <SignUp kind="owner" secret={useFragment()} />;
}

function JoinPage() {
  const code = useFragment();
  return <SignUp kind={code ? 'invite' : 'open'} secret={code} />;
}

function ResetPage() {
  return <ResetPassword token={useFragment()} />;
}

export function AuthRoutes() {
  return (
    <Switch>
      <Route path="/sign-up">
        <SignUp kind="open" />
      </Route>
      <Route path="/join" component={JoinPage} />
      <Route path="/invite/:code">{({ code }) => <SignUp kind="invite" secret={decodeURIComponent(code)} />}</Route>
      <Route path="/owner" component={OwnerPage} />
      <Route path="/reset" component={ResetPage} />
      <Route path="/recover">
        <ResetPassword token={null} />
      </Route>
      <Route component={SignInPage} />
    </Switch>
  );
}
