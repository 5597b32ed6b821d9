// Runs Node's own tests untraced and traced: what passes alone must pass when it is traced. They are not part of this repository: FOLDER is `test` of a checkout of Node's.
//   node scripts/nodeTests.mjs FOLDER [--suites parallel,async-hooks,es-module] [--node 24] [--level full|light] [--only PATTERN] [--sample 0/4] [--jobs 1]
// Prints what differs twice in a row, and why that is expected where it is; ends with 1 when something else does.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureNode } from './lib/nodes.mjs';
import { inRoot } from './lib/paths.mjs';
import { build, setUpDependencies } from './lib/setup.mjs';
import { cleanEnv, run } from './lib/steps.mjs';

/** What a test may see of the recorder (README, "What your program can see of it"), by its name. The first that fits counts. */
const EXPECTED = [
  [/test-debugger-|test-inspector(?:-(?:esm|strip-types|break-when-eval))?\.js/, 'a debugger is shown the instrumented text'],
  [
    /test-inspector-async|enabledhooksexist|performanceobserver|performance-gc|prototype-pollution|primordials-promise/,
    'hooks, observers and a port of ours exist',
  ],
  [/trace-events-.*worker|worker-name|inspector-async-hook-after-done/, 'one more thread'],
  [/test-output-|extraneous-async-activity/, 'node:test tells the column of the instrumented text'],
  [/immediate-unref|immediate-promisified/, 'the event loop turns once more'],
  [/compile-cache-|cli-permission-multiple-allow/, 'the preload is a file that Node loads, and has leave of its own'],
  [
    /expose-internals|os-checked-function|newprotomethod|construct-sab|worker-no-sab|crypto-secure-heap|fs-filehandle/,
    "Node's internals, or a flag without shared memory",
  ],
  [/trace-(?:env|exit)-stack|output-vm/, 'frames of wrappers, which take the place of outer ones'],
  [
    /data-urls|import-attributes-errors|loader-hooks|resolve-type/,
    'a load hook is registered: Node words some errors otherwise, and hooks see it',
  ],
  [
    /require-module-errors|esm-source-map/,
    'the excerpt of an error in an ES module that is required, or whose map comment stands in the middle',
  ],
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    suites: { type: 'string', default: 'parallel,sequential,async-hooks,es-module,module-hooks' },
    node: { type: 'string', default: process.versions.node.split('.')[0] },
    level: { type: 'string', default: 'full' },
    only: { type: 'string', default: '' },
    sample: { type: 'string', default: '0/1' },
    jobs: { type: 'string', default: '1' },
  },
});
const [folder] = positionals;
if (folder === undefined) {
  console.error("Usage: node scripts/nodeTests.mjs FOLDER\nFOLDER is `test` of a checkout of Node's sources.");
  process.exit(2);
}

await setUpDependencies();
await build();
const node = await ensureNode(Number(values.node));
const TIMEOUT_MS = 30_000;
const root = path.resolve(folder);
const [part, parts] = values.sample.split('/').map(Number);
const only = new RegExp(values.only);
const files = values.suites
  .split(',')
  .flatMap((suite) => readdirSync(path.join(root, suite)).map((name) => `${suite}/${name}`))
  .filter((name) => /\/test-.*\.[cm]?js$/.test(name) && only.test(name))
  .sort()
  .filter((_, i) => i % parts === part);
const scratch = mkdtempSync(path.join(os.tmpdir(), 'il-node-'));

/** Options that a test asks for in its head. */
function flagsOf(name) {
  const heads = readFileSync(path.join(root, name), 'utf8').matchAll(/^\/\/ Flags:(.*)$/gm);
  return [...heads].flatMap(([, text]) => text.trim().split(/\s+/));
}

async function passes(name, worker, prefix) {
  const env = {
    ...cleanEnv(),
    NODE_TEST_DIR: scratch,
    TEST_PARALLEL: '1',
    TEST_THREAD_ID: String(worker),
    PATH: `${path.dirname(node)}:${process.env.PATH}`,
  };
  const command = [...prefix, node, ...flagsOf(name), path.join(root, name)];
  const { code } = await run(command, { cwd: path.dirname(root), env, timeoutMs: TIMEOUT_MS });
  return code === 0;
}

const counts = { same: 0, left: 0, expected: 0, other: 0 };
let next = 0;

async function work(worker) {
  const traced = [
    process.execPath,
    inRoot('dist/cli.js'),
    'run',
    '--level',
    values.level,
    '--out',
    path.join(scratch, `${worker}.ilv`),
    '--',
  ];
  for (let name = files[next++]; name !== undefined; name = files[next++]) {
    if (!(await passes(name, worker, []))) {
      counts.left++;
      continue;
    }
    if ((await passes(name, worker, traced)) || (await passes(name, worker, traced))) {
      counts.same++;
      continue;
    }
    const why = EXPECTED.find(([pattern]) => pattern.test(name) || flagsOf(name).some((flag) => pattern.test(flag)))?.[1];
    counts[why === undefined ? 'other' : 'expected']++;
    console.log(`differs: ${name}${why === undefined ? '' : ` (${why})`}`);
  }
}

try {
  await Promise.all(Array.from({ length: Number(values.jobs) }, (_, i) => work(i + 1)));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`${counts.same} the same, ${counts.expected} differ as expected, ${counts.other} otherwise; ${counts.left} do not pass alone`);
process.exitCode = counts.other > 0 ? 1 : 0;
