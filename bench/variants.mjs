// The ways in which a program is run: alone, under Interleave, and under what else there is.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { inRoot } from '../scripts/lib/paths.mjs';
import { cleanEnv } from '../scripts/lib/steps.mjs';

export const CLI = inRoot('dist/cli.js');
const REPORT = 'report.json';
export const TRACE = 'run.ilv';
const OUTPUT_LIMIT = 4000;

function interleave(level) {
  return (node, program) => ({
    command: [process.execPath, CLI, 'run', '--level', level, '--json', REPORT, '--out', TRACE, '--', node, ...program],
    reported: true,
  });
}

/** How each variant starts `program` (a script and its arguments) with the binary `node`; everything is written to the working folder. */
const VARIANTS = {
  untraced: (node, program) => ({ command: [node, ...program] }),
  'empty hooks': (node, program) => ({ command: [node, '-r', inRoot('bench/programs/empty-hooks.cjs'), ...program] }),
  light: interleave('light'),
  full: interleave('full'),
  'trace events': (node, program) => ({
    command: [node, '--trace-event-categories', 'node.async_hooks', '--trace-event-file-pattern', 'events-${rotation}.log', ...program],
    traced: true,
  }),
  // What `clinic bubbleprof` sets up for the program it collects from, without its analysis afterwards.
  bubbleprof: (node, program) => ({
    command: [node, ...program],
    env: {
      NODE_PATH: inRoot('bench/node_modules/@clinic/bubbleprof/injects'),
      NODE_OPTIONS: '-r no-cluster.js -r logger.js --trace-events-enabled --trace-event-categories node.async_hooks',
      NODE_CLINIC_BUBBLEPROF_DATA_PATH: 'bubbleprof',
    },
    traced: true,
  }),
};

function sizeOf(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(path.join(folder, name)))
    .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0);
}

/** What the report in the folder says about the run. */
export function readRun(folder) {
  return JSON.parse(readFileSync(path.join(folder, REPORT), 'utf8')).run;
}

/** Bytes of trace in the folder, and what the report says was lost. */
function readResult(folder, { reported, traced }) {
  if (traced) return { traceBytes: sizeOf(folder) };
  if (!reported) return {};
  if (!existsSync(path.join(folder, REPORT))) return { failure: 'no report was written' };
  const { droppedEvents } = readRun(folder);
  return { traceBytes: statSync(path.join(folder, TRACE)).size, failure: droppedEvents > 0 ? `${droppedEvents} events lost` : undefined };
}

/** The line of an error output that says most: the last error, or the last line. */
function summariseErrors(text) {
  const lines = text.trim().split('\n');
  return (lines.findLast((line) => /\bError\b/.test(line)) ?? lines.at(-1)).trim();
}

/**
 * Starts a program under a variant, in an empty folder.
 * @param {string} variant
 * @param {{ node: string, program: readonly string[], folder: string }} options
 * @returns {{ child: import('node:child_process').ChildProcess, firstLine: Promise<string>, ended: Promise<{ output: string, traceBytes?: number, failure?: string }> }}
 *   `firstLine`: what the program said first
 */
export function start(variant, { node, program, folder }) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const how = VARIANTS[variant](node, program);
  const [file, ...args] = how.command;
  // The fourth stream is where bubbleprof's injected code expects one.
  const child = spawn(file, args, { cwd: folder, env: { ...cleanEnv(), ...how.env }, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stderr.on('data', (chunk) => (errors = `${errors}${chunk}`.slice(-OUTPUT_LIMIT)));
  const firstLine = new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output = `${output}${chunk}`.slice(-OUTPUT_LIMIT);
      if (output.includes('\n')) resolve(output.slice(0, output.indexOf('\n')));
    });
    child.on('close', () => reject(new Error(`the program said nothing. ${summariseErrors(errors)}`)));
  });
  firstLine.catch(() => {});
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) reject(new Error(`status ${code}. ${summariseErrors(errors)}`));
      else resolve({ output, ...readResult(folder, how) });
    });
  });
  ended.catch(() => {});
  return { child, firstLine, ended };
}
