/** Runs a program with the built preload and gives its lock events and output: the adapters are tested on real libraries, not on doubles. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { EVENTS } from '../../src/wire/events.ts';
import { CHUNK_EVENTS, FILE_HEADER_BYTES, WIRE_VERSION } from '../../src/wire/format.ts';
import { readChunk, ThreadReader } from '../../src/wire/reader.ts';

/** out/test/preload → the repository. */
export const root = path.resolve(__dirname, '../../..');
/** Programs live next to the libraries that they import. */
export const programs = path.join(root, 'test/programs/locks');

export interface RawEvent {
  readonly name: string;
  /** Values by field name; strings are resolved. */
  readonly [field: string]: number | string;
}
export interface RawRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly events: readonly RawEvent[];
}

const specs = new Map(EVENTS.map((spec) => [spec.op, spec]));

/** Makes the scripts' helper reachable from bundled tests. */
async function script<T>(name: string): Promise<T> {
  return (await import(pathToFileURL(path.join(root, 'scripts/lib', name)).href)) as T;
}

export async function ensureLibraries(): Promise<void> {
  const { ensureDependencies } = await script<{ ensureDependencies(folder: string): Promise<boolean> }>('dependencies.mjs');
  await ensureDependencies(programs);
}

/** A Node binary of that major version. */
export async function nodeBinary(major: number): Promise<string> {
  const { ensureNode } = await script<{ ensureNode(major: number): Promise<string | undefined> }>('nodes.mjs');
  const binary = await ensureNode(major);
  if (binary === undefined) throw new Error(`no Node ${major} on this platform`);
  return binary;
}

export interface RunOptions {
  readonly extension?: 'mjs' | 'cjs';
  readonly node?: string;
  readonly traced?: boolean;
  /** Name → installed folder of another version of a package, put beside the program under that name. */
  readonly packages?: Readonly<Record<string, string>> | undefined;
}

/** The versions of Node that programs are tried on: the one that runs the tests if it is among them, for the tests are run on each of those; else all. */
export function versionsToTry(versions: readonly number[]): readonly number[] {
  const current = Number(process.versions.node.split('.')[0]);
  return versions.includes(current) ? [current] : versions;
}

/** Runs `source` as a file of the given extension in the programs' folder, traced at level light or not traced at all. */
export function runSource(source: string, options: RunOptions = {}): RawRun {
  const { extension = 'mjs', node = process.execPath, traced = true, packages = {} } = options;
  const scratch = path.join(programs, 'node_modules', '.interleave-tests');
  mkdirSync(scratch, { recursive: true });
  const folder = mkdtempSync(path.join(scratch, 'run-'));
  const directory = mkdtempSync(path.join(os.tmpdir(), 'il-locks-'));
  try {
    const file = path.join(folder, `main.${extension}`);
    for (const [name, installed] of Object.entries(packages)) {
      cpSync(path.join(programs, 'node_modules', installed), path.join(folder, 'node_modules', name), { recursive: true });
    }
    writeFileSync(file, source);
    const env: NodeJS.ProcessEnv = { ...process.env };
    delete env['NODE_OPTIONS'];
    if (traced) {
      env['NODE_OPTIONS'] = `--require ${JSON.stringify(path.join(root, 'dist/node_modules/interleave/preload.js'))}`;
      env['INTERLEAVE_OPTIONS'] = JSON.stringify({ version: WIRE_VERSION, directory, level: 'light' });
    }
    const result = spawnSync(node, [file], { env, encoding: 'utf8', timeout: 20_000, cwd: folder });
    return { code: result.status, stdout: result.stdout, stderr: result.stderr, events: traced ? readEvents(directory) : [] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The events of all logs of a run folder. */
export function readEvents(directory: string): RawEvent[] {
  const events: RawEvent[] = [];
  for (const name of readdirSync(directory).filter((n) => n.endsWith('.log'))) {
    const bytes = readFileSync(path.join(directory, name));
    const readers = new Map<number, { reader: ThreadReader; strings: string[] }>();
    for (let at = FILE_HEADER_BYTES; ;) {
      const result = readChunk(bytes, at);
      if (!result.ok) break;
      const { chunk } = result;
      at = chunk.end;
      if (chunk.kind !== CHUNK_EVENTS) continue;
      let thread = readers.get(chunk.thread);
      if (thread === undefined) readers.set(chunk.thread, (thread = { reader: new ThreadReader(), strings: [''] }));
      const { reader, strings } = thread;
      reader.decode(chunk.payload, {
        event: (op, fields) => events.push(toEvent(op, fields, chunk.thread, strings)),
        string: (id, text) => void (strings[id] = text),
        gap: (reason) => events.push({ name: 'gap', reason }),
      });
    }
  }
  return events;
}

function toEvent(op: number, fields: Float64Array, thread: number, strings: readonly string[]): RawEvent {
  const spec = specs.get(op);
  if (spec === undefined) return { name: `op ${op}` };
  const event: Record<string, number | string> = { name: spec.name, thread };
  spec.fields.forEach(([key, kind], i) => {
    // `name` is the event's own; a lock's name is kept as `key`.
    event[key === 'name' ? 'key' : key] = kind === 'string' ? (strings[fields[i] as number] ?? '') : (fields[i] as number);
  });
  return event as RawEvent;
}

const note = (shown: boolean, text: string): string => (shown ? ` ${text}` : '');
const LINES: Readonly<Record<string, (e: RawEvent) => string>> = {
  lockNew: (e) => `new ${e['lock']} ${e['library']}${e['key'] === '' ? '' : `:${e['key']}`} permits ${e['permits']}`,
  lockRequest: (e) =>
    `request ${e['request']} of ${e['lock']}${note(e['mode'] !== 0, `mode ${e['mode']}`)}${note(e['weight'] !== 1, `weight ${e['weight']}`)}${note(e['promise'] !== 0, 'promise')}`,
  lockAcquire: (e) => `acquire ${e['request']}`,
  lockRelease: (e) => `release ${e['request']}`,
  lockCancel: (e) => `cancel ${e['request']} ${e['reason']}`,
  lockJob: (e) => `job ${e['request']}`,
  lockJobEnd: (e) => `end ${e['request']}${note(e['promise'] !== 0, 'promise')}${note(e['open'] === 1, 'open')}`,
  lockPromise: (e) => `promise ${e['request']}`,
};

/** Lock events as short lines: `new 1 async-lock:a permits 1`, `request 1 of 1 promise`, `acquire 1`, `job 1`, `end 1`, `release 1`, `cancel 1 2`. */
export function lockLines(events: readonly RawEvent[]): string[] {
  return events.flatMap((e) => LINES[e.name]?.(e) ?? []);
}
