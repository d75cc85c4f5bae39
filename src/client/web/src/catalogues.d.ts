// SPDX-License-Identifier: GPL-2.0-or-later
// Catalogues are compiled by Lingui's plugin when they are imported.

declare module '*.po' {
  export const messages: import('@lingui/core').Messages;
}
