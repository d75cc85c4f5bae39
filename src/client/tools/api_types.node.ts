// SPDX-License-Identifier: GPL-2.0-or-later
// TypeScript types of the REST API, made from docs/protocol/openapi.yaml.

import { fileURLToPath } from 'node:url';
import openapi, { astToString } from 'openapi-typescript';

const description = new URL('../../../docs/protocol/openapi.yaml', import.meta.url);
export const apiTypesPath = fileURLToPath(new URL('../protocol/src/api/openapi.std.ts', import.meta.url));

export async function makeApiTypes(): Promise<string> {
  const text = astToString(await openapi(description));
  return `// SPDX-License-Identifier: GPL-2.0-or-later\n// This file was auto-generated from docs/protocol/openapi.yaml by \`npm run generate\`.\n\n${text}`;
}
