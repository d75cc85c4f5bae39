// SPDX-License-Identifier: GPL-2.0-or-later
import { useEffect, useRef, type ReactNode } from 'react';
import { Link } from 'wouter';
import { t } from '@lingui/core/macro';
import { useActions, useApp } from '@alloquy/ui/app_context.dom';
import { Button, IconButton } from '@alloquy/ui/components/button.dom';
import { Icon, type IconName } from '@alloquy/ui/icons/icon.dom';
import { AccessibilitySettings } from './accessibility.dom';
import { AccountSettings } from './account.dom';
import { AppSettings } from './app_passwords.dom';
import { AppearanceSettings } from './appearance.dom';
import { InviteSettings } from './invites.dom';
import { LanguageSettings, type Languages } from './language.dom';
import { PrivacySettings } from './privacy.dom';
import { SecuritySettings } from './security.dom';
import { SessionSettings } from './sessions.dom';
import './settings.css';

interface Page {
  readonly id: string;
  readonly icon: IconName;
  readonly label: string;
  readonly content: () => ReactNode;
}

function pagesOf(languages: Languages): readonly (readonly Page[])[] {
  return [
    [
      { id: 'account', icon: 'person', label: t`Account`, content: () => <AccountSettings /> },
      { id: 'security', icon: 'shield', label: t`Sign-in and security`, content: () => <SecuritySettings /> },
      { id: 'sessions', icon: 'phone', label: t`Devices`, content: () => <SessionSettings /> },
      { id: 'apps', icon: 'key', label: t`Other apps`, content: () => <AppSettings /> },
      { id: 'invites', icon: 'link', label: t`Invites`, content: () => <InviteSettings /> },
      { id: 'privacy', icon: 'lock', label: t`Privacy`, content: () => <PrivacySettings /> },
    ],
    [
      { id: 'appearance', icon: 'palette', label: t`Appearance`, content: () => <AppearanceSettings /> },
      { id: 'accessibility', icon: 'eye', label: t`Accessibility`, content: () => <AccessibilitySettings /> },
      { id: 'language', icon: 'language', label: t`Language`, content: () => <LanguageSettings languages={languages} /> },
    ],
  ];
}

/** `section` is the last part of the address: null shows the list on a phone, and the first section where there is room for both. */
export function SettingsPage({ section, languages, onClose, onSignOut }: { readonly section: string | null; readonly languages: Languages; readonly onClose: () => void; readonly onSignOut?: () => void }) {
  const actions = useActions();
  const version = useApp((state) => state.server?.version ?? null);
  const groups = pagesOf(languages);
  const pages = groups.flat();
  const page = pages.find((each) => each.id === section) ?? pages[0];
  const content = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const opened = useRef(false);

  useEffect(() => {
    document.title = page ? `${page.label} · ${t`Settings`}` : t`Settings`;
    content.current?.scrollTo({ top: 0 });
    // Who chose a section by keyboard goes on reading there.
    if (opened.current && section) heading.current?.focus();
    opened.current = true;
  }, [page, section]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const inside = event.target instanceof Element && event.target.closest('[role="dialog"], [role="alertdialog"], [role="listbox"], [role="menu"]');
      if (event.key === 'Escape' && !event.defaultPrevented && !inside) onClose();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [onClose]);

  return (
    <div className={`settings${section ? ' settings-chosen' : ''}`}>
      <nav className="settings-nav" aria-label={t`Settings`}>
        <div className="settings-nav-head">
          <IconButton icon="arrowLeft" label={t`Back to the rooms`} keys="Esc" onPress={onClose} />
          <h2 className="settings-nav-title">{t`Settings`}</h2>
        </div>
        {groups.map((group) => (
          <ul key={group[0]?.id} className="settings-nav-group">
            {group.map((each) => (
              <li key={each.id}>
                <Link href={`/settings/${each.id}`} className="settings-link" aria-current={each === page ? 'page' : undefined}>
                  <Icon name={each.icon} />
                  <span>{each.label}</span>
                  <span className="settings-link-more">
                    <Icon name="chevronRight" size={18} />
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        ))}
        <div className="settings-nav-foot">
          <Button
            variant="quiet"
            icon="exit"
            onPress={() => {
              void actions.signOut();
              onSignOut?.();
            }}
          >{t`Sign out`}</Button>
          {version && <span className="field-hint">Alloquy {version}</span>}
        </div>
      </nav>
      <main className="settings-main" ref={content}>
        <div className="settings-content">
          <header className="settings-head">
            <Link href="/settings" className="icon-button icon-button-normal settings-back" aria-label={t`All settings`}>
              <Icon name="arrowLeft" />
            </Link>
            <h1 className="settings-title" tabIndex={-1} ref={heading}>
              {page?.label}
            </h1>
          </header>
          {page?.content()}
        </div>
      </main>
    </div>
  );
}
