/**
 * The built command line (dist/cli.js) and its engine in this process, for the many tests that are about what is found, not about the command line: no process and
 * no thread has to start for each of them, and V8 compiles the bundles once. The bundles are those that everybody runs. Each call evaluates them anew, so nothing
 * stays from one to the next; what belongs to a process (arguments, folder, streams, signals, exit status) is given to each call as its own.
 */
import childProcess, { type ChildProcess, type SpawnOptions } from 'node:child_process';
import { EventEmitter } from 'node:events';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import threads, { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';

export interface Outcome {
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

const DIST = path.resolve('dist');
const LIMIT_MS = 30_000;
const load = createRequire(path.join(DIST, 'cli.js'));

type Body = (require: (name: string) => unknown, process: object, directory: string) => void;
let compiled: Body | undefined;

function cli(): Body {
  const file = path.join(DIST, 'cli.js');
  const source = fs.readFileSync(file, 'utf8').replace(/^#!.*/, '');
  // SAFETY: the text is a function expression.
  return (compiled ??= vm.runInThisContext(`(function (require, process, __dirname) {${source}\n})`, { filename: file }) as Body);
}

let engines: Worker | undefined;

/** The thread of all engines; a new one when the last has died. */
function engineHost(settings: object): Worker {
  if (engines === undefined) {
    const { execArgv, env, resourceLimits } = settings as ConstructorParameters<typeof Worker>[1] & object;
    const host = new Worker(path.resolve('test/support/engineHost.cjs'), {
      workerData: { distDir: DIST },
      ...(execArgv && { execArgv }),
      ...(env && { env }),
      ...(resourceLimits && { resourceLimits }),
    });
    host.once('exit', () => (engines = undefined));
    host.setMaxListeners(0);
    host.unref();
    engines = host;
  }
  return engines;
}

/** What the command line takes for the worker of its engine. */
class EngineOfRun extends EventEmitter {
  readonly #port: MessagePort;
  readonly #host: Worker;
  readonly #fail = (error: Error): boolean => this.emit('error', error);
  readonly #end = (code: number): boolean => this.emit('exit', code);

  constructor(_file: string, settings: object & { readonly workerData: unknown }) {
    super();
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#host = engineHost(settings);
    this.#host.on('error', this.#fail);
    this.#host.on('exit', this.#end);
    this.#host.postMessage({ port: port2, workerData: settings.workerData }, [port2]);
    port1.on('message', (message) => this.emit('message', message));
  }

  postMessage(message: unknown, transfer: ArrayBuffer[] = []): void {
    this.#port.postMessage(message, transfer);
  }

  terminate(): Promise<number> {
    this.#host.off('error', this.#fail);
    this.#host.off('exit', this.#end);
    this.#port.close();
    this.emit('exit', 1);
    return Promise.resolve(1);
  }
}

/** Runs `interleave args` to its end; rejects when it takes too long. */
export function runResident(
  args: readonly string[],
  { cwd = process.cwd(), timeoutMs = LIMIT_MS }: { readonly cwd?: string | undefined; readonly timeoutMs?: number } = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const output = { stdout: '', stderr: '' };
    const children: ChildProcess[] = [];
    let open = 0;
    let code: number | undefined;
    const limit = setTimeout(() => {
      for (const child of children) child.kill('SIGKILL');
      reject(new Error(`interleave ${args.join(' ')} took longer than ${timeoutMs / 1000} s\n${output.stdout}\n${output.stderr}`));
    }, timeoutMs);
    const settle = (): void => {
      if (code === undefined || open > 0) return;
      clearTimeout(limit);
      resolve({ code, ...output });
    };

    const spawn = (file: string, rest: readonly string[], options: SpawnOptions): ChildProcess => {
      if (options.stdio !== 'inherit') return childProcess.spawn(file, rest, options);
      // The program: what it prints is part of what the command line prints.
      const child = childProcess.spawn(file, rest, { cwd, ...options, stdio: 'pipe' });
      children.push(child);
      open++;
      child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
      child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
      child.on('close', () => {
        open--;
        settle();
      });
      return child;
    };
    const writeSync = (fd: number, data: Buffer, offset: number = 0, ...rest: []): number => {
      if (fd !== 1 && fd !== 2) return fs.writeSync(fd, data, offset, ...rest);
      output[fd === 1 ? 'stdout' : 'stderr'] += data.toString('utf8', offset);
      return data.length - offset;
    };
    const own = new Map<string, unknown>([
      ['node:child_process', { ...childProcess, spawn }],
      ['node:fs', { ...fs, writeSync }],
      ['node:worker_threads', { ...threads, Worker: EngineOfRun }],
    ]);
    const signals = new EventEmitter();
    const mine = {
      argv: [process.execPath, path.join(DIST, 'cli.js'), ...args],
      cwd: () => cwd,
      on: signals.on.bind(signals),
      off: signals.off.bind(signals),
      exit: (status: unknown) => reject(new Error(`interleave left with ${String(status)}\n${output.stderr}`)),
      get exitCode(): number | undefined {
        return code;
      },
      set exitCode(status: number | undefined) {
        code = status;
        settle();
      },
    };
    cli()((name) => own.get(name) ?? load(name), Object.setPrototypeOf(mine, process) as object, DIST);
  });
}
