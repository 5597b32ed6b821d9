// Runs the test suites of other packages untraced and traced: a file that passes alone must pass, with the same number of tests, when it is traced.
//   node scripts/suites.mjs [PACKAGE ...] [--node 24] [--level full|light] [--file PART] [--findings FILE]
// With --findings, all warnings and errors about them are written to a file, as JSON: these packages are in wide use, so most of what is said there has to be judged by hand.
// The packages are those of test/programs/suites, which publish their tests. They are copied out of node_modules, so that their code counts as the user's.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { ensureDependencies } from './lib/dependencies.mjs';
import { noTotals } from './lib/mocha.mjs';
import { ensureNode } from './lib/nodes.mjs';
import { inRoot } from './lib/paths.mjs';
import { build, setUpDependencies } from './lib/setup.mjs';
import { cleanEnv, run } from './lib/steps.mjs';

/** Files with tests that print TAP when they are run by `node`; a file that needs more than is installed fails by itself, and is left out. */
const NODE_TEST = /^test\/.*\.test\.[cm]?js$/;
const TEST_FOLDER = /^test\/(?!fixtures|helper).*\.[cm]?js$/;
const FILES = {
  'abstract-level': /^test\/self\.js$|^test\/self\//,
  // What gives itself 50 ms, or lets timers of a few milliseconds race, fails now and then whoever looks: it is left out.
  aedes: /^test\/(?!helper|meta\.js).*\.[cm]?js$/,
  'aedes-persistence': TEST_FOLDER,
  avvio: /^test\/(?!plugin-timeout).*\.test\.[cm]?js$/,
  bl: TEST_FOLDER,
  'fast-json-stringify': NODE_TEST,
  'fast-uri': NODE_TEST,
  fastify: NODE_TEST,
  fastparallel: /^test\.js$/,
  fastq: TEST_FOLDER,
  'find-my-way': NODE_TEST,
  'light-my-request': NODE_TEST,
  minimist: TEST_FOLDER,
  mqemitter: TEST_FOLDER,
  pino: NODE_TEST,
  'promises-aplus-tests': /^aplus\.cjs$/,
  resolve: TEST_FOLDER,
  'sonic-boom': NODE_TEST,
  split2: /^test\.js$/,
  steed: /^test\.js$/,
  // A stream that is only held weakly while it flushes: whether that ends depends on when V8 collects it (with `gc()` in a loop it hangs untraced, too, on all versions).
  'thread-stream': /^test\/(?!flush\.test).*\.test\.[cm]?js$/,
};
export const SUITES = Object.keys(FILES);
const MODULES = inRoot('test/programs/suites/node_modules');
const FILE_TIMEOUT_MS = 60_000;
/** So many times in all a file is compared that differs: only what differs every time counts. */
const TRIES = 3;
/** Many files wait, for servers and timers: one more than there are processors keeps these busy. */
const FILES_AT_ONCE = Math.min(8, os.availableParallelism() + 1);

/** Counts of a TAP report's last lines: `# pass 12`; some leave out what is nought. */
function countTests(output) {
  const count = (name) => Number(new RegExp(`^# ${name} +(\\d+)$`, 'm').exec(output)?.[1] ?? 0);
  return { pass: count('pass'), fail: count('fail') };
}

async function runFile(command, cwd) {
  const { code, output, timedOut } = await run(command, { cwd, env: cleanEnv(), timeoutMs: FILE_TIMEOUT_MS });
  return { code, timedOut, output, ...countTests(output) };
}

function listTestFiles(name, folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => !file.includes('node_modules/') && FILES[name].test(file))
    .toSorted();
}

/** A folder outside node_modules in which the package's tests run: a copy of it. */
function copyPackage(name, parent) {
  const folder = path.join(parent, name);
  // These tests need somebody who makes promises: they lie beside him.
  const needsDriver = name === 'promises-aplus-tests';
  cpSync(path.join(MODULES, name), needsDriver ? path.join(folder, name) : folder, { recursive: true });
  if (needsDriver) cpSync(inRoot('test/programs/suites/aplus.cjs'), path.join(folder, 'aplus.cjs'));
  return folder;
}

/** Warnings and errors of one report, in short. */
function readFindings(file) {
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return [];
  }
  return report.findings
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ kind, severity, verdict, message, locations }) => {
      return {
        kind,
        severity,
        verdict,
        message,
        places: locations.map(({ file: at, line, column }) => `${path.basename(at)}:${line}:${column}`),
      };
    });
}

/** Not even by itself does the file run here: something is not installed, or it holds no tests. */
const NO_TESTS = { same: true, tests: 0 };

/** Compares one file. Undefined when it does not pass by itself, and so says nothing. */
async function compareFile(node, level, { folder, file }, parent) {
  const plain = [node, '--test-reporter=tap', file];
  const alone = await runFile(plain, folder);
  if (/Cannot find (?:module|package) '/.test(alone.output) || (alone.code === 0 && alone.pass + alone.fail === 0)) return NO_TESTS;
  if (alone.code !== 0 || !(alone.pass > 0) || alone.fail > 0) return undefined;
  const results = mkdtempSync(path.join(parent, 'results-'));
  const report = ['--json', path.join(results, 'report.json'), '--out', path.join(results, 'run.ilv')];
  const traced = await runFile([process.execPath, inRoot('dist/cli.js'), 'run', '--level', level, ...report, '--', ...plain], folder);
  const found = readFindings(path.join(results, 'report.json'));
  rmSync(results, { recursive: true, force: true });
  const isSame = traced.code === alone.code && traced.pass === alone.pass && traced.fail === alone.fail;
  if (isSame) return { same: true, tests: alone.pass, found };
  const lines = traced.output.split('\n');
  const failure = lines.findIndex((line) => /^\s*not ok/.test(line));
  const text = failure === -1 ? traced.output.slice(-2000) : lines.slice(failure, failure + 40).join('\n');
  return {
    same: false,
    tests: alone.pass,
    found,
    text: `alone: ${alone.pass} passed; traced: ${traced.pass} passed, ${traced.fail} failed, status ${traced.code}\n${text}`,
  };
}

/**
 * @param {{ node: string, level?: 'full' | 'light', packages?: readonly string[], only?: string, report?: (text: string) => void, findings?: string }} options
 * @returns {Promise<import('./lib/mocha.mjs').Totals>} one passed or failed for each file that passes alone
 */
export async function runSuites({ node, level = 'full', packages = SUITES, only = '', report = () => {}, findings = '' }) {
  await ensureDependencies(inRoot('test/programs/suites'));
  const parent = mkdtempSync(path.join(os.tmpdir(), 'interleave-suites-'));
  try {
    // Above the copies, so that they find their dependencies.
    symlinkSync(MODULES, path.join(parent, 'node_modules'));
    const tests = packages.flatMap((name) => {
      const folder = copyPackage(name, parent);
      const files = listTestFiles(name, folder).filter((file) => file.includes(only));
      return files.map((file) => ({ name, folder, file }));
    });
    const results = new Map();
    const queue = [...tests];
    const work = async () => {
      for (let test = queue.shift(); test; test = queue.shift()) {
        const result = await compareFile(node, level, test, parent);
        results.set(test, result);
        if (result?.same && result !== NO_TESTS) report(`✓ ${test.name}/${test.file}`);
      }
    };
    await Promise.all(Array.from({ length: FILES_AT_ONCE }, work));
    // Some measure times, or share a port with another file, and fail now and then whoever looks: the others get the machine to themselves.
    for (const test of tests.filter((other) => !results.get(other)?.same)) {
      let result = await compareFile(node, level, test, parent);
      for (let again = 2; again < TRIES && result?.same === false; again++) result = await compareFile(node, level, test, parent);
      results.set(test, result);
      report(result ? `${result.same ? '✓' : '✗'} ${test.name}/${test.file}, by itself` : `- ${test.name}/${test.file} fails untraced`);
    }
    if (findings !== '') {
      const all = tests.flatMap((test) => results.get(test)?.found?.map((one) => ({ test: `${test.name}/${test.file}`, ...one })) ?? []);
      writeFileSync(findings, `${JSON.stringify(all, null, 2)}\n`);
    }
    return sumUp(packages, tests, results, report);
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

function sumUp(packages, tests, results, report) {
  const totals = noTotals();
  for (const name of packages) {
    const compared = tests.filter((test) => test.name === name && results.get(test) !== undefined && results.get(test) !== NO_TESTS);
    const count = compared.reduce((sum, test) => sum + results.get(test).tests, 0);
    report(`${name}: ${count} tests in ${compared.length} files`);
    for (const test of compared) {
      const { same, text } = results.get(test);
      if (same) totals.passed++;
      else {
        totals.failed++;
        totals.problems.push({ where: name, title: test.file, text });
      }
    }
  }
  return totals;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      node: { type: 'string', default: process.versions.node.split('.')[0] },
      level: { type: 'string', default: 'full' },
      file: { type: 'string', default: '' },
      findings: { type: 'string', default: '' },
    },
  });
  await setUpDependencies();
  await build();
  const node = await ensureNode(Number(values.node));
  const packages = positionals.length > 0 ? positionals : SUITES;
  const { level, file: only, findings } = values;
  const { passed, failed, problems } = await runSuites({ node, level, packages, only, findings, report: console.log });
  for (const { where, title, text } of problems) console.log(`\n✗ ${where}/${title}\n${text}`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
