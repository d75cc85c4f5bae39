// SPDX-License-Identifier: GPL-2.0-or-later
// A name as it is drawn everywhere: display name, in its own readable colour.

import { useApp } from '@alloquy/ui/app_context.dom';
import { nameColor } from '@alloquy/ui/color/name_color.std';
import { useThemeName } from '@alloquy/ui/theme.dom';

export interface Face {
  readonly name: string;
  readonly color: string | null;
  readonly avatarUrl: string | null;
  readonly bot: boolean;
  readonly online: boolean;
  readonly away: boolean;
  readonly known: boolean;
}

export function useFace(username: string): Face {
  const theme = useThemeName();
  return useApp((state) => {
    const person = state.people[username.toLowerCase()];
    return {
      name: person?.displayName || username,
      color: state.preferences.nameColors ? nameColor(username, person?.color ?? null, theme) : null,
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
    <bdi className="person-name" style={face.color === null ? undefined : { color: face.color }}>
      {name ?? face.name}
    </bdi>
  );
}
