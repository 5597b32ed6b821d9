/** Runs the built command line on real programs, each in a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Report } from '../../src/analysis/finding.ts';
import { temporaryFolder, until } from '../host/support.ts';

export const CLI = path.resolve('dist/cli.js');

export interface Result {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  /** What it has printed so far. */
  readonly output: { stdout: string; stderr: string };
  readonly result: Promise<Result>;
  /** Resolves when nobody holds its output open any more: it and everything below it has ended. */
  readonly closed: Promise<void>;
  /** Resolves when stdout contains the text. */
  printed(text: string): Promise<void>;
}

let cache: string | undefined;

/** What is kept from run to run, by all tests of a file: the first finds it empty, the others as users do from the second run on. */
function sharedCache(): string {
  if (cache === undefined) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ilt-cache-'));
    process.once('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
    cache = folder;
  }
  return cache;
}

const started = new Set<number>();
// What a failed test leaves behind would keep the pipes of the whole run open.
process.once('exit', () => started.forEach(endGroup));

/** A folder with programs, and everything that a run leaves behind. */
export class Workshop {
  readonly folder: string;

  constructor(context: Mocha.Context) {
    this.folder = temporaryFolder(context);
  }

  file(name: string, text: string): string {
    const file = path.join(this.folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    return file;
  }

  get env(): NodeJS.ProcessEnv {
    const { NODE_OPTIONS: _options, INTERLEAVE_OPTIONS: _ours, ...env } = process.env;
    fs.mkdirSync(path.join(this.folder, 'tmp'), { recursive: true });
    return {
      ...env,
      XDG_RUNTIME_DIR: '',
      XDG_CACHE_HOME: sharedCache(),
      TMPDIR: path.join(this.folder, 'tmp'),
      NO_COLOR: '1',
    };
  }

  /** Starts the command line in a process group of its own. */
  start(
    args: readonly string[],
    options: { readonly env?: NodeJS.ProcessEnv; readonly cwd?: string; readonly stdin?: 'ignore' | 'pipe' } = {},
  ): Running {
    const child = spawn(process.execPath, [CLI, ...args], {
      cwd: options.cwd ?? this.folder,
      env: { ...this.env, ...options.env },
      detached: true,
      stdio: [options.stdin ?? 'ignore', 'pipe', 'pipe'],
    });
    const { pid = 0 } = child;
    if (pid !== 0) started.add(pid);
    child.once('close', () => started.delete(pid));
    const output = { stdout: '', stderr: '' };
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    const result = new Promise<Result>((resolve) => {
      let exit: readonly [number | null, NodeJS.Signals | null] | undefined;
      const finish = (): void => {
        if (exit !== undefined) resolve({ status: exit[0], signal: exit[1], ...output });
      };
      // A grandchild may keep the pipes open: what was printed by the exit of the command line is what counts.
      child.on('exit', (code, signal) => {
        exit = [code, signal];
        setImmediate(() => setImmediate(finish));
      });
      child.on('close', finish);
    });
    const closed = new Promise<void>((resolve) => child.on('close', () => resolve()));
    const printed = (text: string): Promise<void> =>
      until(() => output.stdout.includes(text), `${JSON.stringify(text)} in ${JSON.stringify(output)}`, 30_000);
    return { child, output, result, closed, printed };
  }

  run(args: readonly string[], options: { readonly env?: NodeJS.ProcessEnv; readonly cwd?: string } = {}): Promise<Result> {
    return this.start(args, options).result;
  }

  report(name: string = 'report.json'): Report {
    return JSON.parse(fs.readFileSync(path.join(this.folder, name), 'utf8')) as Report;
  }

  /** What recordings left in the private base folder. */
  leftovers(): string[] {
    return fs
      .readdirSync(path.join(this.folder, 'tmp'), { recursive: true, encoding: 'utf8' })
      .filter((name) => !/^interleave-\d+$/.test(name));
  }
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing is left of it.
  }
}
