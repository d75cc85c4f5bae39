// SPDX-License-Identifier: GPL-2.0-or-later
// Which addresses belong to the screens before the app.

const authPaths = ['/sign-in', '/sign-up', '/join', '/invite', '/owner', '/reset', '/recover'] as const;

export function isAuthPath(path: string): boolean {
  return authPaths.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
}
