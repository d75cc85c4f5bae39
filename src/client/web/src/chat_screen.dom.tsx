// SPDX-License-Identifier: GPL-2.0-or-later
import { useLocation } from 'wouter';
import { ChatScreen as Chat } from '@alloquy/features/chat_screen.dom';

export function ChatScreen() {
  const [path, navigate] = useLocation();
  return <Chat path={path} onGo={(to, options) => navigate(to, { replace: options?.replace ?? false })} />;
}
