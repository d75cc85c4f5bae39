// SPDX-License-Identifier: GPL-2.0-or-later
// A name as it is drawn everywhere: display name, in its own readable colour.

import { useApp } from '@alloquy/ui/app_context.dom';
import { nameStyle } from '@alloquy/ui/color/name_style.dom';

export interface Face {
  readonly name: string;
  /** Their own colour, as they chose it. */
  readonly color: string | null;
  readonly colored: boolean;
  readonly avatarUrl: string | null;
  readonly bot: boolean;
  readonly online: boolean;
  readonly away: boolean;
  readonly known: boolean;
}

export function useFace(username: string): Face {
  return useApp((state) => {
    const person = state.people[username.toLowerCase()];
    return {
      name: person?.displayName || username,
      color: person?.color ?? null,
      colored: state.preferences.nameColors,
      avatarUrl: person?.avatarUrl ?? null,
      bot: person?.bot ?? false,
      online: person?.online ?? false,
      away: person?.away ?? false,
      known: person !== undefined,
    };
  });
}

export function PersonName({ username, name }: { readonly username: string; readonly name?: string | undefined }) {
  const face = useFace(username);
  return (
    <bdi className={face.colored ? 'person-name colored-name' : 'person-name'} style={face.colored ? nameStyle(username, face.color) : undefined}>
      {name ?? face.name}
    </bdi>
  );
}
