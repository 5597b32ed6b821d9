/** Runs small programs with and without the built preload, and reads the logs that it writes. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { EVENTS } from '../../../src/wire/events.ts';
import { CHUNK_EVENTS, CHUNK_META, FILE_HEADER_BYTES, WIRE_VERSION } from '../../../src/wire/format.ts';
import { readChunk, ThreadReader } from '../../../src/wire/reader.ts';

export const PRELOAD = path.resolve('dist/node_modules/interleave/preload.js');

/** File name → content; the first is the entry point. */
export type Program = Readonly<Record<string, string>>;

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly signal: string | null;
}

/** One event with its fields by name; strings resolved. */
export interface Event {
  readonly name: string;
  readonly pid: number;
  readonly thread: number;
  readonly fields: Readonly<Record<string, number | string>>;
}

export interface Trace extends Outcome {
  readonly events: readonly Event[];
  readonly meta: readonly Readonly<Record<string, unknown>>[];
  readonly gaps: readonly string[];
  /** Folder that the program ran in. */
  readonly folder: string;
}

interface RunOptions {
  readonly args?: readonly string[];
  readonly nodeArgs?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly options?: Readonly<Record<string, unknown>>;
  /** Called when the program has written its first line; may kill it. */
  readonly onFirstOutput?: (pid: number, directory: string) => void;
}

const TIMEOUT_MS = 30_000;

function writeProgram(folder: string, program: Program): string {
  for (const [name, content] of Object.entries(program)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
  }
  return path.join(folder, Object.keys(program)[0] as string);
}

function cleanEnvironment(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const name of ['NODE_OPTIONS', 'INTERLEAVE_OPTIONS', 'NODE_V8_COVERAGE', 'FORCE_COLOR', 'NODE_UNIQUE_ID']) delete env[name];
  return env;
}

function start(file: string, cwd: string, env: NodeJS.ProcessEnv, options: RunOptions, directory: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...(options.nodeArgs ?? []), file, ...(options.args ?? [])], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    const limit = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const isFirst = stdout === '';
      stdout += text;
      if (isFirst && child.pid !== undefined) options.onFirstOutput?.(child.pid, directory);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      resolve({ stdout, stderr, code, signal });
    });
  });
}

/** Runs the program twice in one folder, without and with the preload. */
export async function runBoth(program: Program, options: RunOptions = {}): Promise<{ plain: Outcome; traced: Trace }> {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'il-same-')));
  try {
    const file = writeProgram(folder, program);
    const plain = await start(file, folder, { ...cleanEnvironment(), ...options.env }, options, folder);
    const traced = await traceIn(folder, file, options);
    return { plain, traced };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the program with the preload. */
export async function runTraced(program: Program, options: RunOptions = {}): Promise<Trace> {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'il-trace-')));
  try {
    return await traceIn(folder, writeProgram(folder, program), options);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function traceIn(folder: string, file: string, options: RunOptions): Promise<Trace> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'il-log-'));
  try {
    const settings = { version: WIRE_VERSION, directory, level: 'light', ...options.options };
    const own = options.env?.['NODE_OPTIONS'];
    const env = {
      ...cleanEnvironment(),
      ...options.env,
      NODE_OPTIONS: `${own === undefined ? '' : `${own} `}--require ${PRELOAD}`,
      INTERLEAVE_OPTIONS: JSON.stringify(settings),
    };
    const outcome = await start(file, folder, env, options, directory);
    return { ...outcome, ...readLogs(directory), folder };
  } finally {
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

const specs = new Map(EVENTS.map((spec) => [spec.op, spec]));

/** Reads every process log of a run folder. */
export function readLogs(directory: string): Pick<Trace, 'events' | 'meta' | 'gaps'> {
  const events: Event[] = [];
  const meta: Record<string, unknown>[] = [];
  const gaps: string[] = [];
  for (const name of fs
    .readdirSync(directory)
    .filter((entry) => entry.endsWith('.log'))
    .toSorted()) {
    const bytes = fs.readFileSync(path.join(directory, name));
    const threads = new Map<number, { reader: ThreadReader; strings: Map<number, string> }>();
    for (let at = FILE_HEADER_BYTES; ;) {
      const result = readChunk(bytes, at);
      if (!result.ok) {
        if (result.reason !== 'end') gaps.push(result.reason);
        break;
      }
      const { chunk } = result;
      at = chunk.end;
      if (chunk.kind === CHUNK_META) meta.push(JSON.parse(Buffer.from(chunk.payload).toString()) as Record<string, unknown>);
      if (chunk.kind !== CHUNK_EVENTS) continue;
      let state = threads.get(chunk.thread);
      if (state === undefined) threads.set(chunk.thread, (state = { reader: new ThreadReader(), strings: new Map([[0, '']]) }));
      const { strings } = state;
      state.reader.decode(chunk.payload, {
        event(op, values) {
          const spec = specs.get(op);
          if (spec === undefined) return;
          const fields: Record<string, number | string> = {};
          spec.fields.forEach(([field, kind], i) => {
            const value = values[i] as number;
            fields[field] = kind === 'string' ? (strings.get(value) ?? '?') : value;
          });
          events.push({ name: spec.name, pid: chunk.pid, thread: chunk.thread, fields });
        },
        string: (id, text) => void strings.set(id, text),
        gap: (reason) => void gaps.push(reason),
      });
    }
  }
  return { events, meta, gaps };
}

/** The events of one name, by their fields. */
export function eventsOf(trace: { readonly events: readonly Event[] }, name: string): Readonly<Record<string, number | string>>[] {
  return trace.events.filter((event) => event.name === name).map((event) => event.fields);
}
