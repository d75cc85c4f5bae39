// SPDX-License-Identifier: GPL-2.0-or-later
// What tells how things stand: badge, banner, empty state, skeleton, spinner, toasts.

import type { ReactNode } from 'react';
import { Icon, type IconName } from '../icons/icon.dom';
import { IconButton } from './button.dom';

/** A count beside a name. `label` says in words what is counted: "3 mentions". */
export function Badge({ count, more, label, tone = 'mention' }: { readonly count: number; readonly more?: boolean; readonly label: string; readonly tone?: 'mention' | 'quiet' }) {
  return (
    <span className={`badge badge-${tone}`}>
      <span aria-hidden="true">
        {count > 999 ? 999 : count}
        {(more || count > 999) && '+'}
      </span>
      <span className="visually-hidden">{label}</span>
    </span>
  );
}

export function Banner({ tone = 'info', icon, children, actions }: { readonly tone?: 'info' | 'warning' | 'danger' | 'success'; readonly icon?: IconName; readonly children: ReactNode; readonly actions?: ReactNode }) {
  return (
    <div className={`banner banner-${tone}`} role={tone === 'danger' ? 'alert' : 'status'}>
      {icon && <Icon name={icon} size={18} />}
      <div className="banner-text">{children}</div>
      {actions && <div className="banner-actions">{actions}</div>}
    </div>
  );
}

export function EmptyState({ icon, picture, title, children, actions }: { readonly icon?: IconName; readonly picture?: ReactNode; readonly title: string; readonly children?: ReactNode; readonly actions?: ReactNode }) {
  return (
    <div className="empty">
      {picture ?? (icon && <span className="empty-icon"><Icon name={icon} size={32} /></span>)}
      <h2 className="empty-title">{title}</h2>
      {children && <div className="empty-text">{children}</div>}
      {actions && <div className="empty-actions">{actions}</div>}
    </div>
  );
}

/** Grey where text will be. The screen reader hears `label` once. */
export function Skeleton({ lines = 3, label }: { readonly lines?: number; readonly label: string }) {
  return (
    <div className="skeleton" role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className={`skeleton-line skeleton-${line % 4}`} />
      ))}
    </div>
  );
}

export function Spinner({ label }: { readonly label: string }) {
  return (
    <span className="spinner-box" role="status">
      <span className="spinner" aria-hidden="true" />
      <span className="visually-hidden">{label}</span>
    </span>
  );
}

export interface Toast {
  readonly key: string;
  readonly tone?: 'info' | 'danger' | 'success';
  readonly text: ReactNode;
  readonly action?: { readonly label: string; readonly onPress: () => void } | undefined;
}

/** A region of its own that a screen reader finds; it takes no focus, and F6 reaches it like any other region. */
export function Toasts({ toasts, label, dismissLabel, onDismiss }: { readonly toasts: readonly Toast[]; readonly label: string; readonly dismissLabel: string; readonly onDismiss: (key: string) => void }) {
  return (
    <section className="toasts" aria-label={label} aria-live="polite" aria-relevant="additions" data-region="toasts">
      {toasts.map((toast) => (
        <div key={toast.key} className={`toast toast-${toast.tone ?? 'info'}`}>
          <div className="toast-text">{toast.text}</div>
          {toast.action && (
            <button type="button" className="toast-action" onClick={toast.action.onPress}>
              {toast.action.label}
            </button>
          )}
          <IconButton icon="close" size="small" label={dismissLabel} onPress={() => onDismiss(toast.key)} />
        </div>
      ))}
    </section>
  );
}
