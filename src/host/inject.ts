/** The environment that brings the recorder into a program and its children: NODE_OPTIONS appended, never replaced, and one variable of our own. */
import path from 'node:path';
import type { ConfiguredLock } from '../wire/configuredLock.ts';
import { WIRE_VERSION } from '../wire/format.ts';

export const OPTIONS_VARIABLE = 'INTERLEAVE_OPTIONS';

/** What the preload is told (its own copy of this type is in preload/config.ts; a test holds the two together). */
export interface InjectOptions {
  /** Folder of the bundles. */
  readonly distDir: string;
  /** Private folder of the run. */
  readonly directory: string;
  /** Path of the control socket or named pipe, '' when there is none. */
  readonly socket: string;
  readonly token: string;
  readonly level: 'full' | 'light';
  readonly roots: readonly string[];
  readonly instrument: readonly string[];
  readonly locks: readonly ConfiguredLock[];
  readonly cacheDir: string;
  readonly debugged: boolean;
  readonly detach: boolean;
}

/** A word in Node's NODE_OPTIONS grammar: inside double quotes a backslash escapes; outside it does not. */
export function quoteNodeOption(word: string): string {
  return `"${word.replaceAll(/[\\"]/g, '\\$&')}"`;
}

/** `existing` with `--require <preload>` appended after one space; unchanged when that very word is there already (a traced program that traces). */
export function appendRequire(existing: string | undefined, preload: string): string {
  const option = `--require ${quoteNodeOption(preload)}`;
  if (existing === undefined || existing === '') return option;
  return existing.includes(option) ? existing : `${existing} ${option}`;
}

/** A copy of `env` with the recorder in it. */
export function injectEnv(env: NodeJS.ProcessEnv, options: InjectOptions, platform: NodeJS.Platform = process.platform): NodeJS.ProcessEnv {
  const { distDir, ...rest } = options;
  const key = findKey(env, 'NODE_OPTIONS', platform);
  return {
    ...env,
    [key]: appendRequire(env[key], path.join(distDir, 'preload.js')),
    [findKey(env, OPTIONS_VARIABLE, platform)]: JSON.stringify({ version: WIRE_VERSION, ...rest }),
  };
}

/** Windows finds variables without regard to case, but a copied environment object does not. */
function findKey(env: NodeJS.ProcessEnv, name: string, platform: NodeJS.Platform): string {
  if (platform !== 'win32') return name;
  return Object.keys(env).find((key) => key.toUpperCase() === name) ?? name;
}
