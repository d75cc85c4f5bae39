// SPDX-License-Identifier: GPL-2.0-or-later
import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { ChatScreen as Chat } from '@alloquy/features/chat_screen.dom';
import { loadEmoji } from '@alloquy/features/shared/emoji_data.dom';
import { useApp } from '@alloquy/ui/app_context.dom';
import { i18n } from './i18n.dom';

/** What is wanted soon, loaded when there is nothing else to do: `:name:` must be known when it is sent. */
function useHeadStart(): void {
  const online = useApp((state) => state.connection.phase === 'online');
  useEffect(() => {
    const load = () => {
      const parts = [import('@alloquy/features/search/search_pane.dom'), loadEmoji(i18n.locale)];
      // Without the network they are tried again when they are wanted.
      void Promise.allSettled(parts);
    };
    if (!online) return;
    if ('requestIdleCallback' in globalThis) requestIdleCallback(load);
    else setTimeout(load, 500);
  }, [online]);
}

export function ChatScreen() {
  const [path, navigate] = useLocation();
  useHeadStart();
  return <Chat path={path} onGo={(to, options) => navigate(to, { replace: options?.replace ?? false })} />;
}
