// SPDX-License-Identifier: GPL-2.0-or-later
// The one Trusted Types policy of the client: only addresses of scripts that were built with it, and no markup at all.

interface ScriptPolicy {
  createScriptURL(url: string): unknown;
}

interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptPolicy;
}

let policy: ScriptPolicy | null = null;

function check(url: string): string {
  const address = new URL(url, location.origin);
  const ours = address.origin === location.origin && (/^\/(assets|src|@fs|features|platform|state)\//.test(address.pathname) || address.pathname === '/sw.js');
  if (!ours) throw new TypeError(`not a script of this client: ${address.pathname}`);
  return address.href;
}

/** `url` as the constructors of workers take it. Throws for anything that isn't a script of ours. */
export function scriptUrl(url: string): string {
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
  if (!factory) return check(url);
  policy ??= factory.createPolicy('alloquy', { createScriptURL: check });
  // TypeScript's Worker takes a string; the browser wants the trusted object.
  return policy.createScriptURL(url) as string;
}
