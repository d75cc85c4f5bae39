// SPDX-License-Identifier: GPL-2.0-or-later
import { Trans } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import type { Room } from '@alloquy/state/model.std';
import { useApp } from '@alloquy/ui/app_context.dom';
import { PersonName } from '@alloquy/features/shared/person_name.dom';
import { typingNow } from './typing.std';

/** Not announced: it would interrupt at every word somebody writes. */
export function TypingLine({ room }: { readonly room: Room }) {
  const me = useApp((state) => state.me?.username ?? null);
  const blocked = useApp((state) => state.blocked);
  const [now, setNow] = useState(() => Date.now());
  const { names, until } = typingNow(room.typing, Math.max(now, 0), me, blocked);
  useEffect(() => {
    if (until === null) {
      setNow(Date.now());
      return;
    }
    const timer = setTimeout(() => setNow(Date.now()), Math.min(30_000, Math.max(50, until - Date.now())));
    return () => clearTimeout(timer);
  }, [until, room.typing]);
  const [one, two, three] = names.map((name) => <PersonName key={name} username={name} />);
  return (
    <div className="typing-line">
      {names.length > 0 && <span className="typing-dots" aria-hidden="true"><i /><i /><i /></span>}
      <span className="typing-text">
        {names.length === 1 && <Trans>{one} is writing</Trans>}
        {names.length === 2 && <Trans>{one} and {two} are writing</Trans>}
        {names.length === 3 && <Trans>{one}, {two} and {three} are writing</Trans>}
        {names.length > 3 && <Trans>Several people are writing</Trans>}
      </span>
    </div>
  );
}
