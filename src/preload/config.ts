/** What the host tells the preload: one JSON document in the environment variable INTERLEAVE_OPTIONS. */

import type { ConfiguredLock } from '../wire/configuredLock.ts';

export const OPTIONS_VARIABLE = 'INTERLEAVE_OPTIONS';
/** Name under which workers find what their process shares (worker_threads.setEnvironmentData). */
export const SHARED_KEY = 'interleave.shared';

export interface PreloadOptions {
  /** Must equal WIRE_VERSION: host and preload ship together. */
  readonly version: number;
  /** Private folder (0700) of the run; process logs go there. */
  readonly directory: string;
  /** Path of the control socket or named pipe; '' when there is none. */
  readonly socket: string;
  /** Shown to the host on connect. */
  readonly token: string;
  readonly level: 'full' | 'light';
  /** Write the texts of primitive values that accesses carry hashes of. */
  readonly values: boolean;
  /** Absolute folders whose code is the user's (default: everything outside node_modules). */
  readonly roots: readonly string[];
  /** Package names inside node_modules to transform as well. */
  readonly instrument: readonly string[];
  /** Locks that the user has described. */
  readonly locks: readonly ConfiguredLock[];
  /** Folder for cached transforms, '' for none. */
  readonly cacheDir: string;
  /** A debugger will be attached: no watchdog worker (it would show in the Call Stack). */
  readonly debugged: boolean;
  /** The debugger that started this program was told not to debug: its inspector connection is ended, as it costs time and leaves no room for a watchdog. */
  readonly detach: boolean;
  /** Options in NODE_OPTIONS by which the permission model lets us work, '' for none. */
  readonly grants: string;
}

/** Parses the variable; undefined when it is absent or not ours. */
export function parseOptions(text: string | undefined): PreloadOptions | undefined {
  if (text === undefined || text === '') return undefined;
  try {
    const value = JSON.parse(text) as Partial<PreloadOptions> | null;
    if (typeof value !== 'object' || value === null || typeof value.directory !== 'string' || typeof value.version !== 'number') {
      return undefined;
    }
    return {
      version: value.version,
      directory: value.directory,
      socket: value.socket ?? '',
      token: value.token ?? '',
      level: value.level === 'light' ? 'light' : 'full',
      values: value.values ?? false,
      roots: value.roots ?? [],
      instrument: value.instrument ?? [],
      locks: value.locks ?? [],
      cacheDir: value.cacheDir ?? '',
      debugged: value.debugged ?? false,
      detach: value.detach ?? false,
      grants: value.grants ?? '',
    };
  } catch {
    return undefined;
  }
}
