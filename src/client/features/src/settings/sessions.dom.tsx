// SPDX-License-Identifier: GPL-2.0-or-later
import { useState } from 'react';
import { t } from '@lingui/core/macro';
import type { Problem } from '@alloquy/state/model.std';
import { useApi } from '@alloquy/ui/app_context.dom';
import { Button } from '@alloquy/ui/components/button.dom';
import { ConfirmDialog } from '@alloquy/ui/components/dialog.dom';
import { Loaded, ProblemBanner, Row, Section, dayText, momentText } from './parts.dom';
import type { List, Session } from './types.std';
import { useRequest } from './use_request.dom';

export function SessionSettings() {
  const api = useApi();
  const sessions = useRequest<List<Session>>('/accounts/me/sessions');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [asking, setAsking] = useState(false);

  const end = async (path: string) => {
    const answer = await api.call('DELETE', path);
    setProblem(answer.ok || answer.problem.code === 'session_not_found' ? null : answer.problem);
    sessions.reload();
  };

  return (
    <Section lead={t`Where you are signed in. Sign out what you don’t recognise, and change your password then.`}>
      <ProblemBanner problem={problem} />
      <Loaded request={sessions}>
        {({ items }) => (
          <>
            <ul className="settings-list">
              {[...items]
                .sort((one, other) => Number(other.current) - Number(one.current) || other.last_seen_at.localeCompare(one.last_seen_at))
                .map((session) => {
                  const name = session.name || t`Unnamed device`;
                  const since = dayText(session.created_at);
                  const last = momentText(session.last_seen_at);
                  return (
                    <Row
                      key={session.id}
                      title={name}
                      badge={session.current ? t`this device` : undefined}
                      note={session.current ? t`${session.address} · since ${since}` : t`${session.address} · last seen ${last}`}
                      action={!session.current && <Button variant="quiet" aria-label={t`Sign out ${name}`} onPress={() => end(`/accounts/me/sessions/${session.id}`)}>{t`Sign out`}</Button>}
                    />
                  );
                })}
            </ul>
            {items.length > 1 && (
              <div>
                <Button icon="exit" onPress={() => setAsking(true)}>{t`Sign out everywhere else…`}</Button>
              </div>
            )}
          </>
        )}
      </Loaded>
      <ConfirmDialog
        title={t`Sign out everywhere else?`}
        open={asking}
        confirm={t`Sign out`}
        cancel={t`Cancel`}
        danger
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          void end('/accounts/me/sessions');
        }}
      >
        <p>{t`All devices but this one are signed out at once. App passwords stay.`}</p>
      </ConfirmDialog>
    </Section>
  );
}
