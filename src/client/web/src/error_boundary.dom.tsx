// SPDX-License-Identifier: GPL-2.0-or-later
import { Component, type ReactNode } from 'react';
import { t } from '@lingui/core/macro';
import { Button } from '@alloquy/ui/components/button.dom';
import { EmptyState } from '@alloquy/ui/components/feedback.dom';

/** A fault in a screen leaves the way back open: drafts are kept in the store and in the browser. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    const details = this.state.error instanceof Error ? this.state.error.message : String(this.state.error);
    const actions = (
      <>
        <Button variant="primary" icon="refresh" onPress={() => location.reload()}>
          {t`Reload`}
        </Button>
        <Button onPress={() => this.setState({ error: null })}>{t`Try to go on`}</Button>
      </>
    );
    return (
      <main className="page-center">
        <EmptyState icon="error" title={t`Something broke on this screen`} actions={actions}>
          <p>{t`What you were writing is kept. Reloading usually helps; if not, tell an administrator what stands here.`}</p>
          <pre className="error-details">{details}</pre>
        </EmptyState>
      </main>
    );
  }
}
