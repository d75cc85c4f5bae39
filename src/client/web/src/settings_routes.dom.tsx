// SPDX-License-Identifier: GPL-2.0-or-later
import { useCallback } from 'react';
import { Route, useLocation } from 'wouter';
import { SettingsPage } from '@alloquy/features/settings/settings_page.dom';
import { languages } from './i18n.dom';

export function SettingsRoutes({ onLanguage }: { readonly onLanguage: (language: string) => void }) {
  const [, navigate] = useLocation();
  const close = useCallback(() => navigate('/'), [navigate]);
  return (
    <Route path="/settings/:section?">
      {({ section }) => <SettingsPage section={section ?? null} languages={{ names: languages, choose: onLanguage }} onClose={close} onSignOut={() => navigate('/sign-in', { replace: true })} />}
    </Route>
  );
}
