// SPDX-License-Identifier: GPL-2.0-or-later
/** Command is the key for shortcuts there, Ctrl everywhere else. */
export const isApple = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);
