// Traces the same programs again and again, on every Node version: what is wrong with them must be found each time, with the same fingerprint and severity.
//   node scripts/stability.mjs [PART-OF-A-NAME ...] [--runs N] [--node 20,22,24,26] [--folder FOLDER]
// The programs are those of test/programs, or every main file of a folder of scoring cases; the runs are dealt out to the versions in turn. Without --runs each of
// test/programs runs once on every version, and twenty times where it is one of the published bugs or the first of its kind of finding.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
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

const FOLDERS = ['races', 'bugs', 'shared', 'locks', 'hangs'].map((name) => inRoot('test/programs', name));
/** What a program does wrong, whatever machine it runs on; how long something takes is the machine's. */
const STEADY = /^(?:race|lock|deadlock|hang|promise)\.(?!contention$|held-across-slow-await$|starvation$|bound$)/;
const AT_ONCE = Math.min(3, os.availableParallelism() + 1);
/** For programs that never end: Interleave ends them, and reports. */
const LIMIT_SECONDS = 20;

/** The programs of a folder: files, and folders with a main file. */
function programsIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules')
    .map((entry) => {
      const at = path.join(folder, entry.name);
      if (!entry.isDirectory()) return /\.[cm]?js$/.test(entry.name) ? at : undefined;
      return ['main.js', 'main.mjs', 'main.cjs', 'main.ts'].map((name) => path.join(at, name)).find((file) => existsSync(file));
    })
    .filter((file) => file !== undefined);
}

const MANY_RUNS = 20;
/** Ported bugs and their repaired twins. */
const PUBLISHED = `${inRoot('test/programs/bugs')}${path.sep}`;

/** What the first line says that is wrong with it: kinds, or nothing. */
function kindsOf(program) {
  const text = /^\/\/ expect: (.*)/.exec(readFileSync(program, 'utf8'))?.[1] ?? '';
  return text.split(/[;|]/).map((one) => one.trim().replace(/[\s?@].*/, ''));
}

/** How often each program is to run: see above. */
function runsOfEach(programs, nodes) {
  const seen = new Set();
  return new Map(
    programs.map((program) => {
      const kinds = kindsOf(program).filter((kind) => !seen.has(kind));
      for (const kind of kinds) seen.add(kind);
      return [program, kinds.length > 0 || program.startsWith(PUBLISHED) ? MANY_RUNS : nodes.length];
    }),
  );
}

/** The first version that a program can run on, which its first line tells: `// expect: nothing node 24`. */
function oldestFor(program) {
  const [first] = readFileSync(program, 'utf8').split('\n', 1);
  return Number(/^\/\/ expect:.* node (\d+)/.exec(first)?.[1] ?? 0);
}

/** The findings of one traced run, as sorted lines. */
async function findingsOf(node, program, folder) {
  const json = path.join(folder, 'report.json');
  rmSync(json, { force: true });
  const options = ['--json', json, '--out', path.join(folder, 'run.ilv'), '--timeout', String(LIMIT_SECONDS)];
  const command = [process.execPath, inRoot('dist/cli.js'), 'run', ...options, '--', node, path.basename(program)];
  const { output } = await run(command, { cwd: path.dirname(program), env: cleanEnv(), timeoutMs: 3 * LIMIT_SECONDS * 1000 });
  if (!existsSync(json)) return [`no report\n${output.slice(-1000)}`];
  const { findings } = JSON.parse(readFileSync(json, 'utf8'));
  return findings
    .filter(({ kind }) => STEADY.test(kind))
    .map((f) => `${f.severity} ${f.kind} ${f.fingerprint} at line ${f.locations[0]?.line}`)
    .toSorted();
}

/**
 * @param {{ nodes: readonly { major: number, node: string }[], runs?: number, programs: readonly string[], report?: (text: string) => void }} options
 *   `runs`: of each program; without it see above
 * @returns {Promise<import('./lib/mocha.mjs').Totals>} one passed or failed for each program
 */
export async function runStability({ nodes, runs, programs, report = () => {} }) {
  const totals = noTotals();
  const queue = [...programs];
  const runsOf = runsOfEach(programs, nodes);
  const work = async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'interleave-stability-'));
    for (let program = queue.shift(); program; program = queue.shift()) {
      const seen = new Map();
      const able = nodes.filter(({ major }) => major >= oldestFor(program));
      const times = runs ?? runsOf.get(program);
      for (let i = 0; i < times; i++) {
        const { major, node } = able[i % able.length];
        const lines = (await findingsOf(node, program, folder)).join('\n');
        seen.set(lines, [...(seen.get(lines) ?? []), major]);
      }
      const name = path.relative(inRoot('.'), program);
      if (seen.size === 1) totals.passed++;
      else {
        totals.failed++;
        const text = [...seen].map(
          ([lines, majors]) => `${majors.length} of ${times} runs (Node ${majors.join(', ')}):\n${lines || '(nothing)'}`,
        );
        totals.problems.push({ where: 'stability', title: name, text: text.join('\n') });
      }
      report(`${seen.size === 1 ? '✓' : '✗'} ${name}`);
    }
    rmSync(folder, { recursive: true, force: true });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return totals;
}

/** The programs of test/programs that the rules are proved on. */
export async function stabilityPrograms() {
  for (const name of ['test/programs', 'test/programs/locks']) await ensureDependencies(inRoot(name));
  return FOLDERS.flatMap(programsIn);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      runs: { type: 'string' },
      node: { type: 'string', default: '20,22,24,26' },
      folder: { type: 'string' },
    },
  });
  await setUpDependencies();
  await build();
  const nodes = [];
  for (const major of values.node.split(',').map(Number)) nodes.push({ major, node: await ensureNode(major) });
  const programs = values.folder ? programsIn(path.resolve(values.folder)) : await stabilityPrograms();
  const wanted = programs.filter((file) => positionals.length === 0 || positionals.some((part) => file.includes(part)));
  const { passed, failed, problems } = await runStability({
    nodes,
    runs: values.runs && Number(values.runs),
    programs: wanted,
    report: console.log,
  });
  for (const { title, text } of problems) console.log(`\n✗ ${title}\n${text}`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
