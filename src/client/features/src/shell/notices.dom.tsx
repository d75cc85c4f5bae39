// SPDX-License-Identifier: GPL-2.0-or-later
// What is told once, at the edge of the screen.

import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { MessageDescriptor } from '@lingui/core';
import { useEffect } from 'react';
import type { Notice } from '@alloquy/state/model.std';
import { useActions, useApp } from '@alloquy/ui/app_context.dom';
import { Toasts, type Toast } from '@alloquy/ui/components/feedback.dom';
import { codeText } from '@alloquy/ui/problem_text.dom';

const shownFor = 8000;

const words: Readonly<Record<string, MessageDescriptor>> = {
  deleted: msg`Message deleted`,
  message_deleted: msg`Message deleted`,
  copied: msg`Copied`,
};

export function Notices() {
  const { t, i18n } = useLingui();
  const actions = useActions();
  const notices = useApp((state) => state.notices);
  const toasts = notices.slice(-4).map((notice): Toast => {
    const known = notice.undo === 'delete' ? words['deleted'] : words[notice.code];
    return {
      key: notice.key,
      tone: known ? 'info' : 'danger',
      text: known ? i18n._(known) : (notice.detail['text'] ?? codeText(notice.code)),
      action: notice.undo === 'delete' ? { label: t`Undo`, onPress: () => actions.undoRemove(notice.key) } : undefined,
    };
  });
  return (
    <>
      <Toasts toasts={toasts} label={t`Notices`} dismissLabel={t`Close`} onDismiss={(key) => actions.dismissNotice(key)} />
      {notices.map((notice) => <Expiry key={notice.key} notice={notice} />)}
    </>
  );
}

function Expiry({ notice }: { readonly notice: Notice }) {
  const actions = useActions();
  useEffect(() => {
    const timer = setTimeout(() => actions.dismissNotice(notice.key), shownFor);
    return () => clearTimeout(timer);
  }, [actions, notice.key]);
  return null;
}
