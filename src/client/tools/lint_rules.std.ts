// SPDX-License-Identifier: GPL-2.0-or-later
// What `judgeFile` says about one file: sentences, none when it is in order.

const layers = ['base', 'protocol', 'platform', 'state', 'ui', 'features', 'web'];
const maximumLines = 400;

type Environment = 'std' | 'dom' | 'node' | 'test' | 'style';

function environmentOf(path: string): Environment | null {
  if (path.endsWith('.css')) return 'style';
  if (/\.test\.tsx?$/.test(path)) return 'test';
  if (/\.config\.ts$/.test(path)) return 'node';
  const suffix = /\.(std|dom|node)\.tsx?$/.exec(path);
  return suffix ? (suffix[1] as Environment) : null;
}

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

export function importsOf(source: string): Import[] {
  const found: Import[] = [];
  const pattern = /^\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;
  for (const match of source.matchAll(pattern)) {
    found.push({ specifier: match[2] ?? match[3] ?? '', typeOnly: match[1] !== undefined });
  }
  return found;
}

/** Packages that a `.std` file may use: they need no document, no network and no Node. */
const pureLibraries = new Set(['@lingui/core', '@lingui/core/macro', 'zustand/vanilla']);

function judgeImport(path: string, layer: string, environment: Environment, { specifier, typeOnly }: Import): string | null {
  const ours = /^@alloquy\/(\w+)\/(.+)$/.exec(specifier);
  if (ours) {
    const [, target = '', file = ''] = ours;
    if (!layers.includes(target)) return `imports an unknown package ${specifier}`;
    if (environment === 'std' && !/\.std$/.test(file)) return `is .std and imports ${specifier}, which isn't`;
    if (layer === 'ui' && target === 'state' && file === 'model.std' && typeOnly) return null;
    if (layer === target && layer !== '') return null;
    if (layer === 'ui' && target !== 'base') return `is in ui, which imports only base, and imports ${specifier}`;
    if (layers.includes(layer) && layers.indexOf(target) > layers.indexOf(layer)) {
      return `is in ${layer} and imports ${specifier}, which is above it`;
    }
    return null;
  }
  if (specifier.startsWith('.')) {
    const parts = [...path.split('/').slice(0, -1), ...specifier.split('/')];
    const resolved: string[] = [];
    for (const part of parts) {
      if (part === '..') resolved.pop();
      else if (part !== '.') resolved.push(part);
    }
    if (layers.includes(layer) && environment !== 'test' && resolved[0] !== layer && resolved[0] !== 'tools') {
      return `leaves its package by ${specifier}: use @alloquy/…`;
    }
    if (layer === 'features' && resolved[1] === 'src' && path.split('/').length > 3 && resolved.length > 3 && resolved[2] !== path.split('/')[2]) {
      return `belongs to the feature ${path.split('/')[2]} and imports another: ${specifier}`;
    }
    if (environment === 'std' && !/\.std$/.test(specifier)) return `is .std and imports ${specifier}, which isn't`;
    return null;
  }
  if (environment === 'std' && !pureLibraries.has(specifier)) return `is .std and imports ${specifier}`;
  if (environment === 'dom' && specifier.startsWith('node:')) return `is .dom and imports ${specifier}`;
  return null;
}

function judgeFeatureImport(path: string, { specifier }: Import): string | null {
  const own = /^features\/src\/([^/]+)\//.exec(path);
  const other = /^@alloquy\/features\/([^/]+)\//.exec(specifier);
  // `shared` is below the features: what several of them draw with, and it knows none of them.
  if (!own || !other || own[1] === other[1] || other[1] === 'shared') return null;
  return `belongs to the feature ${own[1]} and imports another: ${specifier}`;
}

export function judgeFile(path: string, source: string): string[] {
  const complaints: string[] = [];
  const complain = (text: string) => complaints.push(`${path} ${text}`);

  const environment = environmentOf(path);
  const declaration = path.endsWith('.d.ts');
  if (environment === null && !declaration) complain('has no suffix that says where it may run (.std, .dom, .node, .test)');
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (!/^[a-z0-9_.]+$/.test(name)) complain('has a name that is not snake_case');

  const generated = source.slice(0, 400).includes('auto-generated');
  const licence = path.endsWith('.css') ? '/* SPDX-License-Identifier: GPL-2.0-or-later' : '// SPDX-License-Identifier: GPL-2.0-or-later';
  if (!source.startsWith(licence)) complain('does not begin with its licence line');
  const lines = source.split('\n').length - 1;
  if (!generated && lines > maximumLines) complain(`has ${lines} lines, more than ${maximumLines}`);

  if (environment === 'style' || environment === null) return complaints;
  if (/dangerouslySetInnerHTML|\.innerHTML\s*=|\.outerHTML\s*=|insertAdjacentHTML|document\.write\(/.test(source) && !path.startsWith('tools/')) {
    complain('writes HTML from text');
  }
  const layer = path.split('/')[0] ?? '';
  for (const each of importsOf(source)) {
    const complaint = judgeImport(path, layer, environment, each) ?? judgeFeatureImport(path, each);
    if (complaint) complain(complaint);
  }
  if (/^export default /m.test(source) && !/\.config\.ts$/.test(path)) complain('has a default export');
  return complaints;
}
