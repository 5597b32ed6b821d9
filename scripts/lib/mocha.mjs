// Runs mocha over built test files under a given Node and counts what happened.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inRoot } from './paths.mjs';
import { cleanEnv, run } from './steps.mjs';

/**
 * @typedef {{ where: string, title: string, text: string }} Problem
 * @typedef {{ passed: number, failed: number, skipped: number, problems: Problem[] }} Totals
 */

/** @returns {Totals} */
export function noTotals() {
  return { passed: 0, failed: 0, skipped: 0, problems: [] };
}

/** Adds `more` to `totals`. */
export function addTotals(totals, more) {
  totals.passed += more.passed;
  totals.failed += more.failed;
  totals.skipped += more.skipped;
  totals.problems.push(...more.problems);
}

/**
 * The built test files whose names, such as `wire/reader.test.js`, a predicate accepts.
 * @param {(name: string) => boolean} accepts
 */
export function findTests(accepts) {
  return readdirSync(inRoot('out/test'), { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll(path.sep, '/'))
    .filter((name) => name.endsWith('.test.js') && accepts(name))
    .toSorted()
    .map((name) => inRoot('out/test', name));
}

/** Problems that are printed in full; of the others only the titles. */
const FULL_PROBLEMS = 25;

/** All problems as text; one that several runs had is printed once. */
export function formatProblems(problems) {
  const merged = new Map();
  for (const { where, title, text } of problems) {
    const known = merged.get(title);
    if (known) known.places.push(where);
    else merged.set(title, { places: [where], text });
  }
  return [...merged]
    .map(([title, { places, text }], i) => `✗ ${title} (${places.join(', ')})\n${i < FULL_PROBLEMS ? `${text}\n` : ''}`)
    .join('\n');
}

function readEvents(file) {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** Most tests wait for programs that wait: two files more than there are processors keep these busy; with four more, on two, programs whose time counts fail and the editor takes twice as long. */
const FILES_AT_ONCE = Math.min(4, os.availableParallelism() + 2);
/** The programs of these do little but wait, until it is certain that nothing else comes: two such files take as much of the machine as one of the others. */
const WAITING = ['analysis/adviceFinds', 'analysis/adviceSilent', 'analysis/blockedThreads', 'analysis/neverSettles'];
/** They take longest, in this order: begun first, none of them runs on alone at the end. */
const LONG = [
  'analysis/adviceFinds',
  'analysis/racePrograms',
  'analysis/adviceSilent',
  'analysis/locksPrograms',
  'analysis/blockedThreads',
  'analysis/bugs',
  'analysis/neverSettles',
  'view/accessibility',
  'analysis/growth',
  'analysis/lessons',
  'preload/unchanged',
  'view/browser',
  'view/colors',
];
/** So many failed tests, of whatever files, are run again by themselves; more of them are no accident of a busy machine. */
const MAX_CONFIRMED = 40;

/** Where a file stands in a list of names, -1 if it does not. */
function placeIn(names, file) {
  return names.findIndex((name) => file === inRoot('out/test', `${name}.test.js`));
}

function rankOf(file) {
  const rank = placeIn(LONG, file);
  return rank < 0 ? LONG.length : rank;
}

/** What waits for its turn, of all runs at once: while one comes to its end, the next keeps the processors busy. */
const queue = [];
/** How much of FILES_AT_ONCE is taken. */
let working = 0;
let whenIdle = [];
/** Ends when all that has to run alone so far has done so. */
let alone = Promise.resolve();

/** Does some work when it is its turn: the lower its rank, the sooner. */
function inTurn(rank, share, work) {
  return new Promise((resolve, reject) => {
    const at = queue.findIndex((other) => other.rank > rank);
    queue.splice(at < 0 ? queue.length : at, 0, { rank, share, work: () => work().then(resolve, reject) });
    setImmediate(next);
  });
}

/** Does other work beside the files, before any of those that have not begun: it takes the place of two, and the files let it go first. */
export function besideFiles(work) {
  return inTurn(-1, 2, work);
}

function fileInTurn(options) {
  return inTurn(rankOf(options.file), placeIn(WAITING, options.file) < 0 ? 1 : 0.5, () => runFile(options));
}

function next() {
  while (working < FILES_AT_ONCE && queue.length > 0) {
    const { share, work } = queue.shift();
    working += share;
    void work().finally(() => {
      working -= share;
      next();
    });
  }
  if (working === 0) for (const resolve of whenIdle.splice(0)) resolve();
}

/** Runs a file when nothing else runs any more. */
function whenAlone(options) {
  const idle = new Promise((resolve) => whenIdle.push(resolve));
  const result = Promise.all([alone, idle]).then(() => runFile(options));
  alone = result.catch(() => undefined);
  setImmediate(next);
  return result;
}

/**
 * Runs all the files, each in a process of its own: some put things into the global object that cannot be taken back. Runs that are begun together share what is
 * run at once.
 * @param {Omit<Parameters<typeof runFile>[0], 'file'> & { files: readonly string[] }} options
 *   `files`: built tests; none at all counts as a failure
 * @returns {Promise<Totals>}
 */
export async function runMocha({ files, ...options }) {
  const totals = noTotals();
  if (files.length === 0) {
    addTotals(totals, { ...noTotals(), failed: 1, problems: [{ where: options.name, title: 'there are no test files', text: '' }] });
  }
  const results = new Map();
  await Promise.all(files.map(async (file) => results.set(file, await fileInTurn({ ...options, file }))));
  // Programs that are traced for real share the machine with other files here: what fails in such company is asked again alone, and what then passes is told.
  const failed = [...results].filter(([, result]) => result.failed > 0);
  const count = failed.reduce((sum, [, result]) => sum + result.failed, 0);
  for (const [file, result] of count <= MAX_CONFIRMED ? failed : []) {
    const { problems } = result;
    const titles = problems.map(({ title }) => title);
    // The same random programs once more: their seed is a part of the title.
    const seed = /\bseed (\d+)/.exec(titles.join(' '))?.[1];
    const env = { ...options.env, ...(seed && { SEED: seed }) };
    const again = await whenAlone({ ...options, env, file, titles: result.isWhole ? titles : undefined });
    const passed = again.failed === 0 ? problems : [];
    // A property test tells its seed in the first line of what it says.
    for (const { title, text } of passed) {
      console.log(`  passed only when run alone: ${title} (${options.name}): ${text.split('\n', 1)[0]}`);
    }
    results.set(file, result.isWhole ? { ...again, passed: result.passed + again.passed, skipped: result.skipped } : again);
  }
  for (const result of results.values()) addTotals(totals, result);
  return totals;
}

/**
 * @param {{ name: string, node: string, file: string, titles?: readonly string[], env?: Record<string, string>, timeoutMs: number }} options
 *   `titles`: only these tests. A file in which no test runs counts as failed
 * @returns {Promise<Totals & { isWhole: boolean }>} `isWhole`: all tests had their turn
 */
async function runFile({ name, node, file, titles, env = {}, timeoutMs }) {
  const test = path.relative(inRoot('out/test'), file).replaceAll(path.sep, '/');
  const eventFile = inRoot('out', 'results', `${`${name} ${test}`.replaceAll(/\W+/g, '-')}.jsonl`);
  mkdirSync(path.dirname(eventFile), { recursive: true });
  rmSync(eventFile, { force: true });
  // The settings come from .mocharc.json; its list of files is replaced by ours.
  const {
    spec: _spec,
    ignore: _ignore,
    'enable-source-maps': hasMaps,
    ...settings
  } = JSON.parse(readFileSync(inRoot('.mocharc.json'), 'utf8'));
  const flags = Object.entries(settings).flatMap(([key, value]) =>
    value === true ? [`--${key}`] : [value].flat().map((v) => `--${key}=${v}`),
  );
  const command = [
    node,
    // Mocha would start a second Node for it.
    ...(hasMaps ? ['--enable-source-maps'] : []),
    inRoot('node_modules/mocha/bin/mocha.js'),
    '--no-config',
    ...flags,
    '--reporter',
    inRoot('scripts/lib/mochaReporter.cjs'),
    ...(titles ? ['--grep', `^(?:${titles.map((title) => title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})$`] : []),
    file,
  ];
  const { code, output, timedOut } = await run(command, {
    env: cleanEnv({ ...env, INTERLEAVE_MOCHA_EVENTS: eventFile }),
    timeoutMs,
    isPatient: true,
  });

  const totals = noTotals();
  let current = '';
  let ended = false;
  for (const event of readEvents(eventFile)) {
    if (event.type === 'start') current = event.title;
    else if (event.type === 'pass') totals.passed++;
    else if (event.type === 'skip') totals.skipped++;
    else if (event.type === 'end') ended = true;
    else {
      totals.failed++;
      totals.problems.push({ where: name, title: event.title, text: event.error });
    }
  }
  const broken = describeBreak({ ended, timedOut, code, current, ...totals });
  if (broken) {
    totals.failed++;
    totals.problems.push({ where: name, title: `${test}: ${broken}`, text: output.trim().slice(-4000) });
  }
  const isWhole = broken === undefined && !totals.problems.some(({ title }) => title.includes('" hook'));
  return { ...totals, isWhole };
}

/** What went wrong with the run as a whole, apart from failed tests; undefined when nothing did. */
function describeBreak({ ended, timedOut, code, current, passed, failed }) {
  if (timedOut) return ended ? 'all tests ended, but something keeps the process alive' : `time was up in "${current}"`;
  if (!ended) return `mocha ended with status ${code}${current ? ` in "${current}"` : ' before any test'}`;
  if (passed + failed === 0) return 'no test ran';
  if (code !== 0 && failed === 0) return `all tests passed, but mocha ended with status ${code}`;
  return undefined;
}
