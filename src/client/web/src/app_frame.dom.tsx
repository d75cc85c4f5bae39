// SPDX-License-Identifier: GPL-2.0-or-later
// Which screen is shown: by the address, and by whether one is signed in.

import { lazy, Suspense, useState } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { t } from '@lingui/core/macro';
import type { Connection } from '@alloquy/state/model.std';
import { useApp } from '@alloquy/ui/app_context.dom';
import { Button } from '@alloquy/ui/components/button.dom';
import { Banner, Spinner } from '@alloquy/ui/components/feedback.dom';
import { forgetNewcomer, newcomer } from '@alloquy/ui/first_steps.dom';
import { LogoMark } from '@alloquy/ui/logo.dom';
import { isAuthPath } from './auth_paths.std';
import { ChatScreen } from './chat_screen.dom';
import { ErrorBoundary } from './error_boundary.dom';
import { useNewerClient } from './update_check.dom';
import './app_frame.css';

// Signing in and settings are rare, so their code comes when they are opened.
const AuthRoutes = lazy(() => import('./auth_routes.dom').then((module) => ({ default: module.AuthRoutes })));
const SettingsRoutes = lazy(() => import('./settings_routes.dom').then((module) => ({ default: module.SettingsRoutes })));

const FirstSteps = lazy(() => import('@alloquy/features/help/first_steps.dom').then((module) => ({ default: module.FirstSteps })));

/** Addresses that make sense also for somebody who is signed in. */
const alwaysOpen = ['/owner', '/reset', '/recover'];

function Splash() {
  return (
    <div className="splash">
      <LogoMark size={72} />
      <Spinner label={t`Loading`} />
    </div>
  );
}

function UpdateBanner({ phase }: { readonly phase: Connection }) {
  const newer = useNewerClient(phase);
  if (!newer) return null;
  return (
    <div className="update-banner">
      <Banner tone="info" icon="refresh" actions={<Button variant="primary" onPress={() => location.reload()}>{t`Reload`}</Button>}>
        {t`A newer version is here. What you are writing is kept.`}
      </Banner>
    </div>
  );
}

function Welcome() {
  const [kind, setKind] = useState(newcomer);
  if (kind === null) return null;
  const done = () => {
    forgetNewcomer();
    setKind(null);
    // After the dialog has closed: the first thing to do is to say hello.
    setTimeout(() => document.querySelector<HTMLElement>('[data-region="composer"] textarea')?.focus(), 100);
  };
  return (
    <Suspense fallback={null}>
      <FirstSteps kind={kind} onDone={done} />
    </Suspense>
  );
}

function Screens({ onLanguage }: { readonly onLanguage: (language: string) => void }) {
  const [path] = useLocation();
  const phase = useApp((state) => state.connection.phase);
  const signedIn = useApp((state) => state.me !== null);

  if (isAuthPath(path)) {
    if (signedIn && phase !== 'rejected' && !alwaysOpen.some((prefix) => path.startsWith(prefix))) return <Redirect to="/" replace />;
    return (
      <Suspense fallback={<Splash />}>
        <AuthRoutes />
      </Suspense>
    );
  }
  if (phase === 'signed_out') return <Redirect to={path === '/' ? '/sign-in' : `/sign-in?after=${encodeURIComponent(path)}`} replace />;
  if (phase === 'rejected') return <Redirect to={`/sign-in?reason=signed_out&after=${encodeURIComponent(path)}`} replace />;
  if (!signedIn) return <Splash />;
  return (
    <Switch>
      <Route path="/settings/*?">
        <Suspense fallback={<Splash />}>
          <SettingsRoutes onLanguage={onLanguage} />
        </Suspense>
      </Route>
      <Route>
        <ChatScreen />
        <Welcome />
      </Route>
    </Switch>
  );
}

export function AppFrame({ onLanguage }: { readonly onLanguage: (language: string) => void }) {
  const phase = useApp((state) => state.connection.phase);
  return (
    <ErrorBoundary>
      <Screens onLanguage={onLanguage} />
      <UpdateBanner phase={phase} />
    </ErrorBoundary>
  );
}
