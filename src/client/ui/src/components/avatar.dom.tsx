// SPDX-License-Identifier: GPL-2.0-or-later
import { useState } from 'react';
import { avatarColors } from '../color/name_color.std';

export type Presence = 'online' | 'away' | 'offline';

// Making one costs more than a row of the timeline.
const segmenter = typeof Intl.Segmenter === 'function' ? new Intl.Segmenter() : null;

/** The first letter or sign of a name as people see it, not half of an emoji. */
function initialOf(name: string): string {
  const trimmed = name.trim();
  if (segmenter) for (const part of segmenter.segment(trimmed)) return part.segment.toLocaleUpperCase();
  return [...trimmed][0]?.toLocaleUpperCase() ?? '?';
}

/** Decoration: the name stands beside it. Pictures come from this server only, as the policy of the page wants it. */
export function Avatar({ username, name, url, size = 40, presence, bot }: { readonly username: string; readonly name: string; readonly url?: string | null; readonly size?: number; readonly presence?: Presence | undefined; readonly bot?: boolean }) {
  const [broken, setBroken] = useState<string | null>(null);
  const { ground, text } = avatarColors(username);
  const picture = url && url !== broken && (url.startsWith('/') || url.startsWith(location.origin)) ? url : null;
  return (
    <span className={`avatar${bot ? ' avatar-bot' : ''}`} style={{ inlineSize: size, blockSize: size, fontSize: size * 0.44, backgroundColor: ground, color: text }} aria-hidden="true">
      {picture ? <img src={picture} alt="" width={size} height={size} loading="lazy" onError={() => setBroken(picture)} /> : <span>{initialOf(name || username)}</span>}
      {presence && <span className={`presence presence-${presence}`} />}
    </span>
  );
}
