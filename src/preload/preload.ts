/**
 * Entry of the preload (NODE_OPTIONS --require): loads the recorder (record.ts) with what V8 compiled of it before, in every process and worker. The recorder runs
 * as if it were this file: one name to hide, in a folder whose files coverage tools (that of `node --test` first of all) leave out. Never throws into the program.
 */
import path from 'node:path';
import workerThreads from 'node:worker_threads';
import { loadCompiled } from './compiled.ts';
import { OPTIONS_VARIABLE, parseOptions, SHARED_KEY } from './config.ts';

/** The options: in the environment of a process, and where its main thread left them for workers. */
function optionsText(): string | undefined {
  if (workerThreads.isMainThread) return process.env[OPTIONS_VARIABLE];
  return (workerThreads.getEnvironmentData(SHARED_KEY) as unknown as { options?: string } | undefined)?.options;
}

/** Node aborts where a process that comes from a snapshot, or becomes one, loads what the recorder needs. */
function isSnapshot(): boolean {
  return process.execArgv.some((flag) => /^--(?:snapshot-blob|build-snapshot)/.test(flag));
}

function record(): void {
  const cacheDir = parseOptions(optionsText())?.cacheDir ?? '';
  const dist = path.join(__dirname, '..', '..');
  const { body, save } = loadCompiled(path.join(dist, 'record.js'), 'require, module, __filename, __dirname', __filename, cacheDir);
  body(require, module, __filename, dist);
  save();
}

try {
  if (!isSnapshot()) record();
} catch (error) {
  // Fail open: one line, and the program runs as if we were not there.
  const reason = error instanceof Error ? error.message : String(error);
  try {
    (process as unknown as { _rawDebug(text: string): void })._rawDebug(`interleave: not recording process ${process.pid}: ${reason}`);
  } catch {
    // Nothing left to say it with.
  }
}
