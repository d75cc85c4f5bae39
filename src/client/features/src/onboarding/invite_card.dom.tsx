// SPDX-License-Identifier: GPL-2.0-or-later
import { useEffect, useState } from 'react';
import { i18n } from '@lingui/core';
import { plural, t } from '@lingui/core/macro';
import { useApi, type ApiResult } from '@alloquy/ui/app_context.dom';
import { Avatar } from '@alloquy/ui/components/avatar.dom';
import { Banner, Skeleton } from '@alloquy/ui/components/feedback.dom';
import { problemText } from '@alloquy/ui/problem_text.dom';

interface Preview {
  readonly server: { readonly name: string; readonly icon_url: string | null };
  readonly members: number;
  readonly online: number;
  readonly expires_at: string | null;
}

/** Where an invite leads: seen before anything is typed. */
export function InviteCard({ code }: { readonly code: string }) {
  const api = useApi();
  const [answer, setAnswer] = useState<ApiResult<Preview> | null>(null);
  useEffect(() => {
    let alive = true;
    void api.call<Preview>('GET', `/invites/${encodeURIComponent(code)}`).then((result) => alive && setAnswer(result));
    return () => {
      alive = false;
    };
  }, [api, code]);

  if (!answer) return <Skeleton lines={2} label={t`Looking at the invite`} />;
  if (!answer.ok)
    return (
      <Banner tone="danger" icon="error">
        {problemText(answer.problem)}
      </Banner>
    );
  const { server, members, online, expires_at: expires } = answer.value;
  const day = expires ? i18n.date(new Date(expires), { dateStyle: 'medium', timeStyle: 'short' }) : '';
  return (
    <div className="invite-card">
      <Avatar username={server.name} name={server.name} url={server.icon_url} size={52} />
      <div>
        <p className="invite-name">{server.name}</p>
        <p className="invite-counts">
          <span className="invite-dot invite-dot-online" aria-hidden="true" />
          {plural(online, { one: '# online', other: '# online' })}
          <span className="invite-dot" aria-hidden="true" />
          {plural(members, { one: '# member', other: '# members' })}
        </p>
        {expires && <p className="field-hint">{t`This invite is good until ${day}.`}</p>}
      </div>
    </div>
  );
}
