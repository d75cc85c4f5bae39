// SPDX-License-Identifier: GPL-2.0-or-later
// Screens without a server, for work on their looks: /preview/#/sign-up?theme=light

import { createRoot } from 'react-dom/client';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { AppProvider } from '@alloquy/ui/app_context.dom';
import { I18nProvider } from '@lingui/react';
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/inter/wght-italic.css';
import '@alloquy/ui/styles/index.css';
import { keepAppearance } from '../src/appearance.dom';
import { isAuthPath } from '../src/auth_paths.std';
import { AuthRoutes } from '../src/auth_routes.dom';
import { i18n, speak } from '../src/i18n.dom';
import { fakeApp } from './fake_app.dom';
import { SettingsRoutes } from '../src/settings_routes.dom';

const parameters = new URLSearchParams(location.search);
const app = fakeApp({ theme: parameters.get('theme') ?? 'dark', language: parameters.get('language') ?? 'en', fontScale: Number(parameters.get('scale') ?? 1) });
keepAppearance(app.store);
await speak(app.store.getState().preferences.language);

function Screen() {
  const [path] = useHashLocation();
  return isAuthPath(path) ? <AuthRoutes /> : <SettingsRoutes onLanguage={(language) => void speak(language)} />;
}

createRoot(document.getElementById('root') as HTMLElement).render(
  <I18nProvider i18n={i18n}>
    <AppProvider app={app}>
      <Router hook={useHashLocation}>
        <Screen />
      </Router>
    </AppProvider>
  </I18nProvider>,
);
