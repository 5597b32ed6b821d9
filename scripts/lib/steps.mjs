// Runs commands as named steps: one line each when they work, their whole output when they do not.
import { spawn } from 'node:child_process';
import os from 'node:os';
import { root } from './paths.mjs';

/** Thrown for everything that has already been explained in one clear sentence. */
export class StepError extends Error {}

/** The environment for what the scripts start: stable text, and nothing of the caller's that would change how Node runs. */
export function cleanEnv(extra = {}) {
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC', ...extra };
  for (const name of ['NODE_OPTIONS', 'NODE_V8_COVERAGE', 'FORCE_COLOR', 'NODE_TEST_CONTEXT']) delete env[name];
  return env;
}

/** npm as a command and its first arguments; under `npm run` this is the very npm that was called. */
export function npmCommand() {
  const cli = process.env.npm_execpath;
  if (cli && /\.c?js$/.test(cli)) return [process.execPath, cli];
  return process.platform === 'win32' ? ['cmd.exe', '/d', '/s', '/c', 'npm'] : ['npm'];
}

/** Every command that is running, each the leader of its own process group where there are such things. */
const running = new Set();

function kill(child) {
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
]) {
  process.on(signal, () => {
    for (const child of running) kill(child);
    process.exit(code);
  });
}

/** The nice value of what is patient: a third of the time that others get, where they want it. */
const BEHIND = 5;

/** Lowers the priority of a process, and so of all that it will start. */
function stepBack({ pid }) {
  try {
    if (pid !== undefined) os.setPriority(pid, BEHIND);
  } catch {
    // It has ended, or this is not allowed here: it runs like the rest.
  }
}

/**
 * Runs a command to its end and keeps what it printed. When the time is up, it and everything it started is killed.
 * @param {readonly string[]} command
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, isPatient?: boolean }} [options]
 *   `isPatient`: other work that is under way comes first
 * @returns {Promise<{ code: number, output: string, timedOut: boolean }>} `code` is 137 when a signal ended it, 127 when it could not start
 */
export function run(command, { cwd = root, env = cleanEnv(), timeoutMs = 600_000, isPatient = false } = {}) {
  return new Promise((resolve) => {
    const chunks = [];
    let timedOut = false;
    const child = spawn(command[0], command.slice(1), {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    running.add(child);
    if (isPatient) stepBack(child);
    const timer = setTimeout(() => {
      timedOut = true;
      kill(child);
    }, timeoutMs);
    const finish = (code, words = '') => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ code, output: Buffer.concat(chunks).toString() + words, timedOut });
    };
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => finish(127, `${command[0]} could not be started: ${error.message}`));
    child.on('close', (code) => finish(code ?? 137));
  });
}

/**
 * Does `work` as one step: prints `name … detail (1.2 s)` when it is done.
 * @template T
 * @param {string} name
 * @param {(detail: (text: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(name, work) {
  const started = performance.now();
  let text = '';
  try {
    const result = await work((t) => (text = ` ${t}`));
    console.log(`✓ ${name}${text} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
    return result;
  } catch (error) {
    console.log(`✗ ${name}`);
    throw error;
  }
}

/** Runs a command that must work; otherwise its output is printed and a StepError thrown. */
export async function must(command, options) {
  const { code, output } = await run(command, options);
  if (code !== 0) throw new StepError(`${output.trim()}\n${command.join(' ')} ended with status ${code}`);
  return output;
}
