// `npm test`: everything, from a fresh clone with only Node and git. Prints one line a step, then what failed, then the totals.
//   --only NAME   one part: typecheck, lint, format, build, unit, vscode (may be given more than once)
//   --node 22     these Node versions only, with all of the unit tests (default: see below)
//   NAME ...      the unit tests whose names in test/ begin like this: wire/, cli/run.test
//   --deep        no time limit: every test on every Node version, test/deep, suites of other packages, repeated runs (parts of it: unit, stability, suites, vscode)
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { addTotals, besideFiles, findTests, formatProblems, noTotals, runMocha } from './lib/mocha.mjs';
import { currentMajor, ensureNode, unsupportedNode } from './lib/nodes.mjs';
import { inRoot } from './lib/paths.mjs';
import { build, setUpDependencies } from './lib/setup.mjs';
import { must, npmCommand, run, step, StepError } from './lib/steps.mjs';
import { findChromium } from './lib/vscodeInstall.mjs';
import { runStability, stabilityPrograms } from './stability.mjs';
import { runSuites } from './suites.mjs';

const CHECKS = { typecheck: 'typecheck', lint: 'lint', format: 'format:check' };
const DEEP_PARTS = ['stability', 'suites'];
const PARTS = [...Object.keys(CHECKS), 'build', 'unit', 'vscode', ...DEEP_PARTS];
/** Every test on these, and on the others those that touch what differs between versions (test/smoke.json). */
const FULL_VERSIONS = [20, 24];
const SMOKE_VERSIONS = [22, 26];
/** What runs in Chromium alone, and what counts the steps of an algorithm, is run with the newest of them only: no other Node would change a thing. */
const SAME_ON_ALL = /^(?:view\/(?:accessibility|browser|colors)|analysis\/growth)\.test\.js$/;
/** Several times what they take: a machine that has other work beside them is slow, and no failure. */
const UNIT_TIMEOUT_MS = 50 * 60_000;
const VSCODE_TIMEOUT_MS = 60 * 60_000;
const DEEP_TIMEOUT_MS = 60 * 60_000;

const totals = noTotals();

/** One of the static checks; counts as one failure when it fails, and not at all otherwise. */
async function check(name) {
  try {
    await step(name, () => must([...npmCommand(), 'run', '--silent', CHECKS[name]]));
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    addTotals(totals, { passed: 0, failed: 1, skipped: 0, problems: [{ where: 'check', title: name, text: error.message }] });
  }
}

/** A step whose work gives totals; failures do not stop what comes after. */
async function count(name, work) {
  const result = await step(name, async (detail) => {
    const sums = await work();
    if (sums) detail(`${sums.passed} passed, ${sums.failed} failed${sums.skipped ? `, ${sums.skipped} skipped` : ''}`);
    return sums;
  });
  if (result) addTotals(totals, result);
}

async function unit(major, files, options) {
  const node = await ensureNode(major);
  if (!node) {
    console.log(
      `- tests on Node ${major}: there is no such Node on PATH, and none in the npm registry for ${process.platform}-${process.arch}`,
    );
    return;
  }
  const { label = 'tests', timeoutMs = UNIT_TIMEOUT_MS, env } = options ?? {};
  await count(`${label} on Node ${major}`, () => runMocha({ name: `${label} on Node ${major}`, node, files, env, timeoutMs }));
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', multiple: true }, node: { type: 'string' }, deep: { type: 'boolean' } },
});

const isDeep = (name) => name.startsWith('deep/');
const isWanted = (name) => positionals.length === 0 || positionals.some((start) => name.startsWith(start));
const isUnit = (name) => !isDeep(name) && !name.startsWith('vscode/') && isWanted(name);

/** All unit tests on these versions; without any, what `npm test` runs on which. Versions take turns at the processors: none has to wait for the last file of another. */
async function units(majors) {
  if (majors) return Promise.all(majors.map((major) => unit(major, findTests(isUnit))));
  const full = FULL_VERSIONS.map((major, turn) => {
    const files = findTests((name) => isUnit(name) && (major === FULL_VERSIONS.at(-1) || !SAME_ON_ALL.test(name)));
    // Each of the many small programs has its turn on one of them (hasTurn in test/support/programs.ts).
    return unit(major, files, { env: { INTERLEAVE_TURN: `${turn}/${FULL_VERSIONS.length}` } });
  });
  await Promise.all([...full, ...SMOKE_VERSIONS.map((major) => unit(major, smokeTests()))]);
}

/** The tests of test/smoke.json: each entry is a file or, with a slash at its end, a folder, in test/. */
function smokeTests() {
  const entries = JSON.parse(readFileSync(inRoot('test/smoke.json'), 'utf8')).map((entry) => entry.replace(/\.ts$/, '.js'));
  return findTests((name) => isUnit(name) && entries.some((entry) => (entry.endsWith('/') ? name.startsWith(entry) : name === entry)));
}

async function vscode() {
  const script = inRoot('scripts/test-vscode.mjs');
  if (!existsSync(script)) return;
  const resultFile = inRoot('out/vscode-results.json');
  rmSync(resultFile, { force: true });
  await count('tests in VS Code', async () => {
    const { code, output, timedOut } = await run([process.execPath, script, '--no-build'], { timeoutMs: VSCODE_TIMEOUT_MS });
    for (const [line] of output.matchAll(/^ *passed only in (?:a second|the first) editor: .*$/gm)) console.log(line);
    const sums = { ...noTotals(), ...(existsSync(resultFile) ? JSON.parse(readFileSync(resultFile, 'utf8')) : {}), problems: [] };
    if (code !== 0 || timedOut || sums.failed > 0 || sums.passed === 0) {
      sums.failed = Math.max(sums.failed, 1);
      sums.problems.push({
        where: 'tests in VS Code',
        title: timedOut ? 'time was up' : `status ${code}`,
        text: output.trim().slice(-8000),
      });
    }
    return sums;
  });
}

async function deep(wants, majors) {
  const env = { INTERLEAVE_DEEP: '1' };
  const nodes = [];
  for (const major of majors ?? [...FULL_VERSIONS, ...SMOKE_VERSIONS]) {
    const node = await ensureNode(major);
    if (node) nodes.push({ major, node });
  }
  const runs = wants('unit')
    ? nodes.flatMap(({ major }) => [
        unit(major, findTests(isUnit), { env, timeoutMs: DEEP_TIMEOUT_MS }),
        unit(major, findTests(isDeep), { label: 'deep tests', env, timeoutMs: DEEP_TIMEOUT_MS }),
      ])
    : [];
  await Promise.all([wants('vscode') && besideFiles(vscode), ...runs]);
  if (wants('stability')) {
    const programs = await stabilityPrograms();
    await count('findings of repeated runs', () => runStability({ nodes, programs }));
  }
  for (const { major, node } of wants('suites') ? nodes : []) {
    await count(`suites of other packages on Node ${major}`, () => runSuites({ node }));
  }
}

async function main() {
  const unknown = values.only?.find((part) => !PARTS.includes(part));
  if (unknown) throw new StepError(`--only ${unknown}: there is no such part. Parts are ${PARTS.join(', ')}.`);
  const lonely = values.deep ? undefined : values.only?.find((part) => DEEP_PARTS.includes(part));
  if (lonely) throw new StepError(`--only ${lonely} is a part of --deep.`);
  const old = unsupportedNode();
  if (old) throw new StepError(old);
  const wants = (part) => !values.only || values.only.includes(part);

  await setUpDependencies({ tests: true });
  await Promise.all(Object.keys(CHECKS).filter(wants).map(check));
  if (PARTS.some((part) => !(part in CHECKS) && wants(part))) await build({ tests: true });
  // Tests of the timeline, too, draw in a real browser.
  if (wants('unit') || wants('vscode')) process.env.CHROME_PATH = findChromium((line) => console.log(`  ${line}`));
  const majors = values.node?.split(',').map((major) => (major === 'current' ? currentMajor : Number(major)));
  if (values.deep) await deep(wants, majors);
  else await Promise.all([wants('vscode') && besideFiles(vscode), wants('unit') && units(majors)]);
}

try {
  await main();
} catch (error) {
  const text = error instanceof StepError ? error.message : error.stack;
  addTotals(totals, { passed: 0, failed: 1, skipped: 0, problems: [{ where: 'npm test', title: 'could not go on', text }] });
}
if (totals.problems.length > 0) console.log(`\n${formatProblems(totals.problems)}`);
console.log(`${totals.passed} passed, ${totals.failed} failed${totals.skipped ? `, ${totals.skipped} skipped` : ''}`);
process.exitCode = totals.failed === 0 ? 0 : 1;
