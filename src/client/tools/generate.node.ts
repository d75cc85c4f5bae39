// SPDX-License-Identifier: GPL-2.0-or-later
// Writes every generated file of the client that is kept in the repository.

import { writeFileSync } from 'node:fs';
import { apiTypesPath, makeApiTypes } from './api_types.node';

writeFileSync(apiTypesPath, await makeApiTypes());
