// SPDX-License-Identifier: GPL-2.0-or-later
// How it stands with the connection, in words, when it isn't as it should be.

import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { useActions, useApp } from '@alloquy/ui/app_context.dom';
import { Button } from '@alloquy/ui/components/button.dom';
import { Banner } from '@alloquy/ui/components/feedback.dom';
import { codeText } from '@alloquy/ui/problem_text.dom';

/** A connection that comes at once needs no banner that flashes. */
const patience = 1500;

export function ConnectionBanner() {
  const { t } = useLingui();
  const actions = useActions();
  const { phase, retryAt, reason } = useApp((state) => state.connection);
  const patient = phase === 'starting' || phase === 'connecting' || phase === 'catching_up' || phase === 'reconnecting';
  const [shown, setShown] = useState(!patient);
  useEffect(() => {
    setShown(!patient);
    if (!patient) return;
    const timer = setTimeout(() => setShown(true), patience);
    return () => clearTimeout(timer);
  }, [patient]);
  if (!shown) return null;

  const again = <Button variant="quiet" icon="refresh" onPress={() => actions.retryConnection()}>{t`Try now`}</Button>;
  switch (phase) {
    case 'starting':
    case 'connecting':
      return <Banner tone="info" icon="clock"><Trans>Connecting…</Trans></Banner>;
    case 'catching_up':
      return <Banner tone="info" icon="clock"><Trans>Connected. Loading what you missed…</Trans></Banner>;
    case 'reconnecting':
      return <Banner tone="warning" icon="offline" actions={again}><Trans>The connection is lost. What you write is sent when it is back.</Trans> <Countdown until={retryAt} /></Banner>;
    case 'offline':
      return <Banner tone="warning" icon="offline" actions={again}><Trans>You are offline. What you write is sent when you are back.</Trans></Banner>;
    case 'rejected':
      return <Banner tone="danger" icon="error"><Trans>You have been signed out.</Trans> {reason !== null && codeText(reason)}</Banner>;
    case 'outdated':
      return <Banner tone="warning" icon="refresh" actions={<Button variant="primary" onPress={() => location.reload()}>{t`Reload`}</Button>}><Trans>The server runs a newer version than this page.</Trans></Banner>;
    case 'online':
    case 'signed_out':
      return null;
  }
}

function Countdown({ until }: { readonly until: number | null }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  if (until === null) return null;
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  // Not read out every second.
  return <span aria-hidden="true">{seconds > 0 ? <Trans>Next try in {seconds} s.</Trans> : <Trans>Trying…</Trans>}</span>;
}
