// What is measured against a limit of its own instead of the same work without Interleave: a flood of events, the analysis of large traces, memory.
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inRoot } from '../scripts/lib/paths.mjs';
import { cleanEnv } from '../scripts/lib/steps.mjs';
import { median } from './runner.mjs';
import { view } from './view.mjs';
import { CLI, readRun, start, TRACE } from './variants.mjs';

const program = (name) => inRoot('bench', 'programs', name);
const MB = 1 << 20;

/**
 * @typedef {object} Figure
 * @property {string} what
 * @property {string} value
 * @property {string} budget
 * @property {string} [failure] why it does not count, such as lost events
 */

const million = (events) => `${(events / 1e6).toFixed(1)} million`;
const lossOf = (run) => (run.droppedEvents > 0 ? `${run.droppedEvents} events lost` : undefined);

/** A program writes a million events a second while the host, which should read them, is stopped for half of the time. */
function flood(quick) {
  const seconds = quick ? 1 : 10;
  return async ({ node, folder, report }) => {
    const figures = [];
    for (const level of ['light', 'full']) {
      report(level);
      const { child, ended } = start(level, { node, program: [program('flood.js'), '1000000', String(seconds)], folder });
      await delay(seconds * 250);
      child.kill('SIGSTOP');
      await delay(seconds * 500);
      child.kill('SIGCONT');
      const { output } = await ended;
      const run = readRun(folder);
      const took = Number(/took ([\d.]+)/.exec(output)?.[1]) / 1000;
      figures.push({
        what: `${level}: ${million(run.events)} events in ${took.toFixed(1)} s`,
        value: `${run.droppedEvents} lost`,
        budget: '0 lost',
        failure: lossOf(run) ?? (run.events < seconds * 1e6 ? `only ${run.events} events` : undefined),
      });
    }
    return figures;
  };
}

/** Reads a trace and runs all rules, in a process of its own; its time and the most memory that it held. */
async function analyze(node, folder) {
  const usage = path.join(folder, 'usage.json');
  const args = ['-r', program('usage.cjs'), CLI, 'analyze', TRACE, '--json', 'analysis.json'];
  const child = spawn(node, args, { cwd: folder, env: { ...cleanEnv(), BENCH_USAGE: usage }, stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`interleave analyze ended with status ${code}`);
  return JSON.parse(readFileSync(usage, 'utf8'));
}

/** Traces of growing length: the last is to have ten million events. */
function analysis(quick) {
  const sizes = quick ? [200, 2000] : [20_000, 60_000, 155_000];
  const repetitions = quick ? 1 : 3;
  return async ({ node, folder, report }) => {
    const figures = [];
    for (const requests of sizes) {
      report(`recording ${requests} requests`);
      await start('full', { node, program: [program('mixture.js'), String(requests)], folder }).ended;
      const run = readRun(folder);
      const usages = [];
      for (let i = 0; i < repetitions; i++) {
        report(`analysis of ${million(run.events)} events, ${i + 1} of ${repetitions}`);
        usages.push(await analyze(node, folder));
      }
      const seconds = median(usages.map((u) => u.milliseconds)) / 1000;
      const memory = Math.max(...usages.map((u) => u.maxRssKb)) / 1024;
      figures.push({
        what: `${million(run.events)} events, ${(statSync(path.join(folder, TRACE)).size / MB).toFixed(0)} MB`,
        value: `${(run.events / seconds / 1e6).toFixed(2)} million/s, ${memory.toFixed(0)} MB of memory`,
        budget: '1 million/s, 512 MB',
        failure: lossOf(run),
      });
    }
    return figures;
  };
}

/** The most memory that a process held, over what it holds untraced. */
function memory(quick) {
  const cases = quick
    ? [['8 short threads, 4 at a time', 8, 4, 1]]
    : [
        ['no other thread', 0, 0, 0],
        ['8 live threads', 8, 8, 8],
        ['1000 short threads, 4 at a time', 1000, 4, 4],
      ];
  return async ({ node, folder, report }) => {
    const figures = [];
    for (const [title, count, atOnce, live] of cases) {
      const held = {};
      for (const variant of ['untraced', 'light', 'full']) {
        report(`${title}, ${variant}`);
        const { output, failure } = await start(variant, { node, program: [program('threads.js'), String(count), String(atOnce)], folder })
          .ended;
        const mb = Number(/rss (\d+)/.exec(output)?.[1]) / 1024;
        if (Number.isNaN(mb)) throw new Error(`${title}, ${variant}: the program did not come to its end`);
        held[variant] = { mb, failure };
      }
      for (const level of ['light', 'full']) {
        figures.push({
          what: `${title}, ${level} (untraced ${held.untraced.mb.toFixed(0)} MB)`,
          value: `+${(held[level].mb - held.untraced.mb).toFixed(0)} MB`,
          budget: `+${64 + 4 * live} MB`,
          failure: held[level].failure,
        });
      }
    }
    return figures;
  };
}

/**
 * @param {{ quick: boolean }} options `quick`: only shows that everything runs
 * @returns {{ id: string, title: string, figures: (options: { node: string, folder: string, report: (text: string) => void }) => Promise<Figure[]> }[]}
 */
export function listLimits({ quick }) {
  return [
    { id: 'flood', title: 'A million events a second, the host stopped for half of the time', figures: flood(quick) },
    { id: 'analysis', title: 'Analysis of a trace, from the file to the report', figures: analysis(quick) },
    { id: 'view', title: 'A big trace in the editor', figures: view(quick) },
    { id: 'memory', title: 'Memory over the untraced program', figures: memory(quick) },
  ];
}
