/** `interleave.config.json`: what to record, and what to keep quiet about (design.md §3.4). Looked for in the working folder and its parents. */
import fs from 'node:fs';
import path from 'node:path';
import type { Severity } from '../analysis/finding.ts';
import { parseLock } from './configLocks.ts';
import type { ConfiguredLock } from '../wire/configuredLock.ts';
import { errors } from './errors.ts';

/** One suppression. All conditions given must hold; a reason is required. */
export interface IgnoreEntry {
  /** A kind, a family (`race.*`) or `*`. */
  readonly kind: string;
  /** Glob of the author's file, relative to the config file (`src/**`), with an optional `:line`. */
  readonly site?: string;
  readonly fingerprint?: string;
  readonly reason: string;
  /** Last day on which it holds, YYYY-MM-DD. */
  readonly expires?: string;
}

export interface Config {
  /** Folder of the file; the working folder when there is none. */
  readonly folder: string;
  readonly ignore: readonly IgnoreEntry[];
  /** Absolute folders whose code is the user's; empty: everything outside node_modules. */
  readonly roots: readonly string[];
  /** Packages inside node_modules to record as well. */
  readonly instrument: readonly string[];
  /** Custom locks, for the adapters. */
  readonly locks: readonly ConfiguredLock[];
  /** Severity by kind; 'off' drops the kind. */
  readonly severity: Readonly<Record<string, Severity | 'off'>>;
}

const FILE_NAME = 'interleave.config.json';
/** Described in docs/configuration.md. */
export const CONFIG_KEYS = ['$schema', 'ignore', 'locks', 'roots', 'instrument', 'severity'];
const SEVERITIES: readonly string[] = ['error', 'warning', 'info', 'hint', 'off'];

/** Reads the nearest configuration. Throws a UserError when it is there and not valid: a typo must not silently hide or show findings. */
export function loadConfig(cwd: string): Config {
  for (let folder = path.resolve(cwd); ; folder = path.dirname(folder)) {
    const file = path.join(folder, FILE_NAME);
    let text: string | undefined;
    try {
      text = fs.readFileSync(file, 'utf8');
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'EACCES') throw errors.badConfig(file, String(code));
    }
    if (text !== undefined) return parseConfig(file, text);
    if (path.dirname(folder) === folder) {
      return { folder: path.resolve(cwd), ignore: [], roots: [], instrument: [], locks: [], severity: {} };
    }
  }
}

function parseConfig(file: string, text: string): Config {
  const fail = (why: string): never => {
    throw errors.badConfig(file, why);
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return fail((error as Error).message);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail('it must hold an object');
  const record = value as Record<string, unknown>;
  const unknownKey = Object.keys(record).find((key) => !CONFIG_KEYS.includes(key));
  if (unknownKey !== undefined) fail(`"${unknownKey}" is not known (${CONFIG_KEYS.slice(1).join(', ')})`);
  const list = (key: string): unknown[] => {
    const entry = record[key] ?? [];
    return Array.isArray(entry) ? entry : fail(`"${key}" must be a list`);
  };
  const strings = (key: string): string[] =>
    list(key).map((entry) => (typeof entry === 'string' ? entry : fail(`"${key}" must hold strings`)));
  const folder = path.dirname(file);
  const severity = record['severity'] ?? {};
  if (typeof severity !== 'object' || severity === null) fail('"severity" must be an object');
  for (const [kind, level] of Object.entries(severity as object)) {
    if (!SEVERITIES.includes(level as string)) fail(`the severity of "${kind}" must be one of ${SEVERITIES.join(', ')}`);
  }
  return {
    folder,
    ignore: list('ignore').map((entry) => parseIgnore(entry, fail)),
    roots: strings('roots').map((root) => path.resolve(folder, root)),
    instrument: strings('instrument'),
    locks: list('locks').map((entry) => parseLock(entry, folder, fail)),
    severity: severity as Config['severity'],
  };
}

function parseIgnore(entry: unknown, fail: (why: string) => never): IgnoreEntry {
  if (typeof entry !== 'object' || entry === null) return fail('an entry of "ignore" must be an object');
  const { kind, site, fingerprint, reason, expires, ...rest } = entry as Record<string, unknown>;
  const other = Object.keys(rest)[0];
  if (other !== undefined) fail(`"${other}" is not known in an entry of "ignore" (kind, site, fingerprint, reason, expires)`);
  if (typeof reason !== 'string' || reason.trim() === '') return fail('an entry of "ignore" needs a reason');
  if (kind === undefined && fingerprint === undefined) return fail('an entry of "ignore" needs a kind or a fingerprint');
  for (const text of [kind, site, fingerprint, expires]) {
    if (text !== undefined && typeof text !== 'string') fail('an entry of "ignore" holds strings only');
  }
  if (typeof expires === 'string' && !/^\d{4}-\d\d-\d\d$/.test(expires)) fail('"expires" must be a day: YYYY-MM-DD');
  return {
    kind: typeof kind === 'string' ? kind : '*',
    reason,
    ...(typeof site === 'string' && { site }),
    ...(typeof fingerprint === 'string' && { fingerprint }),
    ...(typeof expires === 'string' && { expires }),
  };
}
