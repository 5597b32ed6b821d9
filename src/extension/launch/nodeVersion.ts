/** Which Node a program would run on. */
import { execFile } from 'node:child_process';
import path from 'node:path';

/** The recorder works from this version on. */
export const OLDEST_NODE = 20;
/** The first minor of 22, and the first major, that runs TypeScript files as they are. */
const STRIPS_TYPES = { major: 22, minor: 18 };
const TIMEOUT_MS = 10_000;

export interface NodeVersion {
  /** Without the v: `20.11.1`. */
  readonly text: string;
  readonly major: number;
  readonly minor: number;
}

/** Whether an executable is Node itself, by its name. */
export function isNode(executable: string): boolean {
  return /^node(js)?(-?\d+)?(\.exe)?$/i.test(path.basename(executable));
}

/** Asks the executable; undefined when it cannot be started or is not Node. `searchPath` replaces PATH. */
export function nodeVersion(executable: string, cwd: string, searchPath?: string): Promise<NodeVersion | undefined> {
  const { NODE_OPTIONS: _options, ...inherited } = process.env;
  const env = searchPath === undefined ? inherited : { ...inherited, PATH: searchPath };
  return new Promise((resolve) => {
    execFile(executable, ['--version'], { cwd, env, timeout: TIMEOUT_MS, windowsHide: true }, (error, output) => {
      const found = /^v((\d+)\.(\d+)\.\S+)/.exec(output);
      resolve(error || !found ? undefined : { text: String(found[1]), major: Number(found[2]), minor: Number(found[3]) });
    });
  });
}

/** Negative where the first is older. Of one minor they count as the same. */
export function compareVersions(a: NodeVersion, b: NodeVersion): number {
  return a.major - b.major || a.minor - b.minor;
}

/** Whether this Node runs a .ts file without a loader. */
export function runsTypeScript(version: NodeVersion): boolean {
  // 23 has it on by default from 23.6; it is not a release to build on.
  return version.major > STRIPS_TYPES.major || (version.major === STRIPS_TYPES.major && version.minor >= STRIPS_TYPES.minor);
}
