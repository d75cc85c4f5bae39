// SPDX-License-Identifier: GPL-2.0-or-later
import { useState, type FormEvent } from 'react';
import { plural, t } from '@lingui/core/macro';
import type { Problem } from '@alloquy/state/model.std';
import { useApi } from '@alloquy/ui/app_context.dom';
import { Button } from '@alloquy/ui/components/button.dom';
import { Select } from '@alloquy/ui/components/choices.dom';
import { CopyValue } from '@alloquy/ui/components/codes.dom';
import { Dialog } from '@alloquy/ui/components/dialog.dom';
import { EmptyState } from '@alloquy/ui/components/feedback.dom';
import { TextField } from '@alloquy/ui/components/text_field.dom';
import { Loaded, ProblemBanner, Row, Section, momentText } from './parts.dom';
import type { Invite, List } from './types.std';
import { useRequest } from './use_request.dom';

const day = 86_400_000;

export function InviteSettings() {
  const api = useApi();
  const invites = useRequest<List<Invite>>('/invites');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [open, setOpen] = useState(false);
  const [shown, setShown] = useState<Invite | null>(null);

  const end = async (invite: Invite) => {
    const answer = await api.call('DELETE', `/invites/${encodeURIComponent(invite.code)}`);
    setProblem(answer.ok || answer.problem.code === 'invite_not_found' ? null : answer.problem);
    invites.reload();
  };

  if (invites.problem?.code === 'forbidden') return <EmptyState icon="link" title={t`Only administrators invite people here`} />;
  return (
    <Section lead={t`Who opens the link of an invite can make an account here.`}>
      <ProblemBanner problem={problem} />
      <Loaded request={invites}>
        {({ items }) => (
          <>
            {items.length === 0 ? (
              <EmptyState icon="link" title={t`No invites yet`} />
            ) : (
              <ul className="settings-list">
                {items.map((invite) => (
                  <Row
                    key={invite.code}
                    title={invite.note || invite.code}
                    note={invitesText(invite)}
                    action={
                      <div className="form-buttons">
                        <Button variant="quiet" onPress={() => setShown(invite)}>{t`Show`}</Button>
                        <Button variant="quiet" aria-label={t`End the invite ${invite.note || invite.code}`} onPress={() => end(invite)}>{t`End`}</Button>
                      </div>
                    }
                  />
                ))}
              </ul>
            )}
            <div>
              <Button variant="primary" icon="add" onPress={() => setOpen(true)}>{t`New invite…`}</Button>
            </div>
          </>
        )}
      </Loaded>
      <NewInvite
        open={open}
        onClose={() => setOpen(false)}
        onMade={(invite) => {
          setOpen(false);
          setShown(invite);
          invites.reload();
        }}
      />
      <Dialog title={t`Invite`} open={shown !== null} onClose={() => setShown(null)} closeLabel={t`Close`} footer={<Button variant="primary" onPress={() => setShown(null)}>{t`Done`}</Button>}>
        {shown && <CopyValue label={t`Link to pass on`} value={shown.url} />}
        {shown && <p className="field-hint">{invitesText(shown)}</p>}
      </Dialog>
    </Section>
  );
}

function invitesText(invite: Invite): string {
  const left = invite.max_uses === null ? null : Math.max(0, invite.max_uses - invite.uses);
  const used = plural(invite.uses, { one: 'used once', other: 'used # times' });
  const uses = left === null ? used : `${used}, ${plural(left, { one: '# use left', other: '# uses left' })}`;
  if (invite.expires_at === null) return uses;
  const until = momentText(invite.expires_at);
  return new Date(invite.expires_at).getTime() < Date.now() ? t`${uses} · ended ${until}` : t`${uses} · good until ${until}`;
}

function NewInvite({ open, onClose, onMade }: { readonly open: boolean; readonly onClose: () => void; readonly onMade: (invite: Invite) => void }) {
  const api = useApi();
  const [note, setNote] = useState('');
  const [uses, setUses] = useState('0');
  const [days, setDays] = useState('7');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [pending, setPending] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (pending) return;
    setPending(true);
    const answer = await api.call<Invite>('POST', '/invites', {
      note: note.trim() || null,
      max_uses: uses === '0' ? null : Number(uses),
      expires_at: days === '0' ? null : new Date(Date.now() + Number(days) * day).toISOString(),
    });
    setPending(false);
    setProblem(answer.ok ? null : answer.problem);
    if (!answer.ok) return;
    setNote('');
    onMade(answer.value);
  };

  return (
    <Dialog title={t`New invite`} open={open} onClose={onClose} closeLabel={t`Cancel`} size="small">
      <form className="form" onSubmit={submit}>
        <ProblemBanner problem={problem} />
        <TextField label={t`For whom?`} value={note} onChange={setNote} maxLength={200} autoFocus hint={t`Only you and administrators see this.`} />
        <Select
          label={t`How often can it be used?`}
          value={uses}
          onChange={setUses}
          choices={[
            { value: '1', label: t`Once` },
            { value: '10', label: t`10 times` },
            { value: '100', label: t`100 times` },
            { value: '0', label: t`As often as wanted` },
          ]}
        />
        <Select
          label={t`How long is it good?`}
          value={days}
          onChange={setDays}
          choices={[
            { value: '1', label: t`A day` },
            { value: '7', label: t`A week` },
            { value: '30', label: t`30 days` },
            { value: '0', label: t`Until it is ended` },
          ]}
        />
        <div className="form-buttons">
          <Button variant="quiet" onPress={onClose}>{t`Cancel`}</Button>
          <Button type="submit" variant="primary" isPending={pending}>{t`Make the invite`}</Button>
        </div>
      </form>
    </Dialog>
  );
}
