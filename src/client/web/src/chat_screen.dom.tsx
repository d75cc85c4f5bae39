// SPDX-License-Identifier: GPL-2.0-or-later
import { Link } from 'wouter';
import { t } from '@lingui/core/macro';
import { EmptyState } from '@alloquy/ui/components/feedback.dom';

export function ChatScreen() {
  return (
    <main className="page-center">
      <EmptyState icon="message" title="Alloquy" actions={<Link href="/settings">{t`Settings`}</Link>} />
    </main>
  );
}
