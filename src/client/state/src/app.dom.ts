// SPDX-License-Identifier: GPL-2.0-or-later
// The app in a browser: what the screens hold on to.

import { createApiClient } from '@alloquy/platform/api_client.dom';
import { askForLock, clock, onNetworkChange, onPageHidden, onPageVisible, openChannel, openSocket, randomName } from '@alloquy/platform/browser.dom';
import { keptValue } from '@alloquy/platform/kept.dom';
import { openStorage } from '@alloquy/platform/storage.dom';
import { Core, type Session } from './engine/core.std';
import type { Actions, AppOptions, AppState, Draft, Id, Preferences } from './model.std';
import type { Api } from './engine/environment.std';

export interface App {
  readonly store: { getState(): AppState; subscribe(listener: () => void): () => void };
  readonly actions: Actions;
  readonly api: Api;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSession(value: unknown): value is Session {
  return isRecord(value) && typeof value['token'] === 'string' && isRecord(value['me']) && typeof value['me']['id'] === 'string' && typeof value['me']['username'] === 'string';
}

const isPreferences = (value: unknown): value is Partial<Preferences> => isRecord(value);
const isDrafts = (value: unknown): value is Readonly<Record<Id, Draft>> => isRecord(value) && Object.values(value).every((draft) => isRecord(draft));

/** Starts at once: the state is `starting` with what was on screen last, `signed_out`, or on its way to `online`. */
export function createApp(options: AppOptions = {}): App {
  const core = new Core(
    {
      clock,
      session: keptValue('alloquy.session', isSession),
      preferences: keptValue('alloquy.preferences', isPreferences),
      drafts: (account) => keptValue(`alloquy.drafts.${account}`, isDrafts),
      api: (token, unauthenticated) => createApiClient({ token, unauthenticated }),
      openStorage: (account) => openStorage(account),
      channel: (account) => openChannel(`alloquy.${account}`),
      askToLead: (account) => (granted) => askForLock(`alloquy.${account}`, granted),
      openSocket,
      onNetwork: onNetworkChange,
      onHidden: onPageHidden,
      onVisible: onPageVisible,
      tabName: randomName(),
    },
    options,
  );
  core.start();
  // How the connection stands, for style sheets and for whoever watches the page from outside.
  const show = () => {
    document.documentElement.dataset['connection'] = core.store.getState().connection.phase;
  };
  show();
  core.store.subscribe(show);
  return { store: core.store, actions: core.actions, api: core.api };
}
