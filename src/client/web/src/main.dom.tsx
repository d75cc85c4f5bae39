// SPDX-License-Identifier: GPL-2.0-or-later
// The entry: makes the app and shows it.

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nProvider, useLingui } from '@lingui/react';
import { deriveAuthKey } from '@alloquy/platform/auth_key/auth_key.dom';
import { clientName } from '@alloquy/features/onboarding/client_name.std';
import { createApp } from '@alloquy/state/app.dom';
import { AppProvider } from '@alloquy/ui/app_context.dom';
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/inter/wght-italic.css';
import '@alloquy/ui/styles/index.css';
import { keepAppearance } from './appearance.dom';
import { AppFrame } from './app_frame.dom';
import { i18n, speak } from './i18n.dom';

/** Texts are looked up when they are drawn, so another language draws everything anew. Drafts and places are kept outside of the screens. */
function Localized() {
  const { i18n: spoken } = useLingui();
  return <AppFrame key={spoken.locale} onLanguage={(language) => void speak(language)} />;
}

async function start(): Promise<void> {
  const app = createApp({
    clientName: clientName(navigator.userAgent),
    deriveKey: (password, salt, opslimit, memlimit) => deriveAuthKey(password, { salt, opslimit, memlimit }),
  });
  keepAppearance(app.store);
  await speak(app.store.getState().preferences.language);
  const place = document.getElementById('root');
  if (!place) return;
  createRoot(place).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <AppProvider app={app}>
          <Localized />
        </AppProvider>
      </I18nProvider>
    </StrictMode>,
  );
}

void start();
