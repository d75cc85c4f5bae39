// SPDX-License-Identifier: GPL-2.0-or-later
import { useLingui } from '@lingui/react';
import { useMemo, useSyncExternalStore } from 'react';
import { useApp } from '@alloquy/ui/app_context.dom';
import { withRegion } from '@alloquy/ui/region.dom';
import type { TimeStyle } from './time_text.std';

export function useTimeStyle(): TimeStyle {
  const clock24 = useApp((state) => state.preferences.clock24);
  const { i18n } = useLingui();
  const language = withRegion(i18n.locale === 'pseudo' || i18n.locale === '' ? 'en' : i18n.locale);
  return useMemo(() => ({ language, clock24 }), [language, clock24]);
}

/** The time, anew every minute: one timer for the whole page. */
export function useMinute(): number {
  return useSyncExternalStore(subscribe, readMinute, readMinute);
}

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => listeners.forEach((each) => each()), 15_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

function readMinute(): number {
  return Math.floor(Date.now() / 60_000) * 60_000;
}
