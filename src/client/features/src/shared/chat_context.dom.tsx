// SPDX-License-Identifier: GPL-2.0-or-later
// What one part of the chat screen may ask of the others: the timeline asks the composer for a reply, a name in a message
// asks for its card. The screen that puts the parts together fills it in.

import { createContext, useContext, type ReactNode } from 'react';
import type { Id } from '@alloquy/state/model.std';

export interface ChatCommands {
  /** Goes to an address below the client's root. */
  go(path: string): void;
  reply(room: Id, message: Id): void;
  edit(room: Id, message: Id | null): void;
  editLast(room: Id): void;
  jump(room: Id, message: Id): void;
  showPerson(username: string, anchor: Element): void;
  /** `pick` gets the emoji; the focus goes back to `anchor`. */
  pickEmoji(anchor: Element, pick: (emoji: string) => void): void;
  focusComposer(): void;
  insertText(text: string): void;
  showPane(pane: ChatPane | null): void;
  openHelp(): void;
  openSwitcher(): void;
  openRooms(): void;
}

export type ChatPane = 'members' | 'pins' | 'search';

const ChatContext = createContext<ChatCommands | null>(null);

export function ChatProvider({ commands, children }: { readonly commands: ChatCommands; readonly children: ReactNode }) {
  return <ChatContext.Provider value={commands}>{children}</ChatContext.Provider>;
}

export function useChat(): ChatCommands {
  const commands = useContext(ChatContext);
  if (!commands) throw new Error('This part of the chat stands outside of ChatProvider.');
  return commands;
}
