// SPDX-License-Identifier: GPL-2.0-or-later
import { useState } from 'react';
import { useLocation } from 'wouter';
import { t } from '@lingui/core/macro';
import { useActions, useApi } from '@alloquy/ui/app_context.dom';
import { Button } from '@alloquy/ui/components/button.dom';
import { ProofDialog, Section } from './parts.dom';
import type { Account } from './types.std';

export function DeleteAccount({ account }: { readonly account: Account }) {
  const api = useApi();
  const actions = useActions();
  const [, navigate] = useLocation();
  const [open, setOpen] = useState(false);
  if (account.owner) return null;
  return (
    <Section title={t`Delete the account`} lead={t`What you wrote stays without your name on it. Nobody can take the name for 30 days.`}>
      <div>
        <Button icon="trash" onPress={() => setOpen(true)}>{t`Delete my account…`}</Button>
      </div>
      <ProofDialog
        title={t`Delete the account ${account.username}?`}
        confirm={t`Delete it for good`}
        danger
        open={open}
        onClose={() => setOpen(false)}
        onProof={async (proof) => {
          const answer = await api.call('DELETE', '/accounts/me', proof);
          if (!answer.ok) return answer.problem;
          await actions.signOut();
          navigate('/sign-in?reason=deleted', { replace: true });
          return null;
        }}
      >
        <p>{t`This can’t be undone, also not by an administrator.`}</p>
      </ProofDialog>
    </Section>
  );
}
