/**
 * The private places of recordings: one base folder a user (0700), in it one folder a run for process logs and the control socket, and one
 * JSON file a run that tells other commands of the same user what is being traced.
 */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { errors } from './errors.ts';

/** What a run says about itself in `<base>/run-<id>.json`. */
export interface RunRecord {
  readonly id: string;
  /** Process that follows the logs. */
  readonly hostPid: number;
  readonly directory: string;
  readonly tracePath: string;
  readonly socket: string;
  readonly token: string;
  readonly command: readonly string[];
  readonly startedAt: string;
}

/** Names of process logs: p<pid>-<start>.log */
const LOG_NAME = /^p(\d+)-[0-9a-z]+\.log$/;

/** Pid of the process that writes the log, or undefined when the name is not a log's. */
export function pidOfLog(name: string): number | undefined {
  const match = LOG_NAME.exec(name);
  return match === null ? undefined : Number(match[1]);
}

/** The base folder for this user, made if needed. Throws a UserError when no private folder can be had. */
export function ensureBaseFolder(env: NodeJS.ProcessEnv = process.env, tmp: string = os.tmpdir()): string {
  const runtime = env['XDG_RUNTIME_DIR'];
  // Windows' temporary folder belongs to the user; elsewhere it is shared, so the name carries the user.
  const candidates = [
    ...(runtime !== undefined && path.isAbsolute(runtime) ? [path.join(runtime, 'interleave')] : []),
    path.join(tmp, process.platform === 'win32' ? 'interleave' : `interleave-${process.getuid?.() ?? 0}`),
  ];
  let failure: unknown;
  for (const folder of candidates) {
    try {
      makePrivate(folder);
      fs.accessSync(folder, fs.constants.W_OK | fs.constants.X_OK);
      return folder;
    } catch (error) {
      failure ??= error instanceof Error && error.name === 'UserError' ? error : errors.folderNotWritable(folder, error);
    }
  }
  throw failure;
}

/** Creates `folder` with mode 0700, or checks that the one that is there is a folder of this user that nobody else can enter (never a link). */
function makePrivate(folder: string): void {
  try {
    fs.mkdirSync(folder, { mode: 0o700 });
    return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const stat = fs.lstatSync(folder);
  if (stat.isSymbolicLink()) throw errors.folderNotPrivate(folder, 'is a link');
  if (!stat.isDirectory()) throw errors.folderNotPrivate(folder, 'is not a folder');
  if (process.getuid === undefined) return;
  if (stat.uid !== process.getuid()) throw errors.folderNotPrivate(folder, 'belongs to another user');
  if ((stat.mode & 0o077) !== 0) throw errors.folderNotPrivate(folder, 'can be entered by others');
}

/** A fresh run folder. `id` is short because socket paths are (104 bytes on macOS). */
export function createRunFolder(base: string): { readonly id: string; readonly directory: string } {
  for (;;) {
    const id = randomBytes(5).toString('hex');
    const directory = path.join(base, id);
    try {
      fs.mkdirSync(directory, { mode: 0o700 });
      return { id, directory };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw errors.folderNotWritable(base, error);
    }
  }
}

function recordPath(base: string, id: string): string {
  return path.join(base, `run-${id}.json`);
}

export function writeRunRecord(base: string, record: RunRecord): void {
  const file = recordPath(base, record.id);
  // Written aside and renamed, so that nobody reads half of it.
  fs.writeFileSync(`${file}.part`, JSON.stringify(record), { mode: 0o600, flag: 'wx' });
  fs.renameSync(`${file}.part`, file);
}

/** Runs that are registered in the base folder; unreadable entries are left out. */
export function readRunRecords(base: string): RunRecord[] {
  const records: RunRecord[] = [];
  for (const name of listFolder(base)) {
    const id = /^run-([0-9a-f]+)\.json$/.exec(name)?.[1];
    if (id === undefined) continue;
    try {
      const value = JSON.parse(fs.readFileSync(path.join(base, name), 'utf8')) as Partial<RunRecord> | null;
      // The folder follows from the name: a record can point at nothing outside the base folder.
      if (typeof value?.hostPid === 'number' && typeof value.token === 'string' && typeof value.socket === 'string') {
        records.push({ ...(value as RunRecord), id, directory: path.join(base, id) });
      }
    } catch {
      // Being written or removed at this moment.
    }
  }
  return records;
}

/** The registered run that traces process `pid`, or undefined. */
export function findRunOfProcess(base: string, pid: number): RunRecord | undefined {
  return readRunRecords(base).find((record) => isAlive(pid) && tracedPids(record.directory).includes(pid));
}

/** Processes that have a log in the run folder, alive or not. */
export function tracedPids(directory: string): number[] {
  return listFolder(directory).flatMap((name) => pidOfLog(name) ?? []);
}

/** Removes a run's folder and its registration. Never throws: what cannot be removed now is removed as stale later. */
export function removeRun(base: string, id: string): void {
  for (const target of [recordPath(base, id), path.join(base, id)]) {
    try {
      fs.rmSync(target, { recursive: true, force: true });
    } catch {
      // A process may be adding a log at this moment.
    }
  }
}

/** Removes runs whose host has gone and none of whose processes is alive. Returns how many. */
export function removeStaleRuns(base: string): number {
  let count = 0;
  for (const record of readRunRecords(base)) {
    if (isAlive(record.hostPid) || tracedPids(record.directory).some(isAlive)) continue;
    removeRun(base, record.id);
    count++;
  }
  return count;
}

/** Whether the process runs. One that has ended and waits for its parent to ask (a zombie, for ever where init does not) does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  if (process.platform !== 'linux') return true;
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.charAt(stat.lastIndexOf(')') + 2) !== 'Z';
  } catch {
    return false;
  }
}

function listFolder(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}
