/** The environment that brings the recorder into a program and its children: NODE_OPTIONS appended, never replaced, and one variable of our own. */
import fs from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import type { ConfiguredLock } from '../wire/configuredLock.ts';
import { WIRE_VERSION } from '../wire/format.ts';
import { nodeStart, optionsOfFiles, withGrants } from '../wire/nodeStart.ts';
import { STAND_IN_FOLDER } from '../wire/standIn.ts';

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
  readonly values: boolean;
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

/** A copy of `env` with the recorder in it. `command`: what is going to be started in `cwd`, as far as it is known. */
export function injectEnv(
  env: NodeJS.ProcessEnv,
  options: InjectOptions,
  platform: NodeJS.Platform = process.platform,
  command: readonly string[] = [],
  cwd: string = process.cwd(),
): NodeJS.ProcessEnv {
  const { distDir, ...rest } = options;
  const key = findKey(env, 'NODE_OPTIONS', platform);
  const start = nodeStart(command);
  const own = env[key] ?? optionsOfFiles(start, (file) => parseEnv(fs.readFileSync(path.resolve(cwd, file), 'utf8')));
  const grants = grantsFor(options);
  const paths = startsShell(command) && platform !== 'win32' ? env['PATH'] : undefined;
  return {
    ...env,
    ...(paths === undefined ? {} : { PATH: `${path.join(options.directory, STAND_IN_FOLDER)}:${paths}` }),
    [key]: appendRequire(withGrants(own, start, grants), preloadOf(distDir)),
    [findKey(env, OPTIONS_VARIABLE, platform)]: JSON.stringify({ version: WIRE_VERSION, ...rest, grants }),
  };
}

export function preloadOf(distDir: string): string {
  return path.join(distDir, 'node_modules', 'interleave', 'preload.js');
}

/** What is not node itself may set NODE_OPTIONS for it: a shell, a script, make. */
function startsShell(command: readonly string[]): boolean {
  return command[0] !== undefined && path.basename(command[0]) !== 'node';
}

/** What Node's permission model must allow, so that the recorder can be read and write its log: nothing but our own folders. */
export function grantsFor({ distDir, directory, cacheDir }: Pick<InjectOptions, 'distDir' | 'directory' | 'cacheDir'>): string {
  const folder = (dir: string): string => quoteNodeOption(dir.endsWith(path.sep) ? dir : dir + path.sep);
  const own = [directory, cacheDir].filter((dir) => dir !== '').map(folder);
  const reads = [folder(distDir), ...own].map((dir) => `--allow-fs-read=${dir}`);
  return [...reads, ...own.map((dir) => `--allow-fs-write=${dir}`)].join(' ');
}

/** Windows finds variables without regard to case, but a copied environment object does not. */
function findKey(env: NodeJS.ProcessEnv, name: string, platform: NodeJS.Platform): string {
  if (platform !== 'win32') return name;
  return Object.keys(env).find((key) => key.toUpperCase() === name) ?? name;
}
