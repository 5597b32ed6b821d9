// `npm run bench`: what recording costs, as ratios measured in one run.
//   --only ID          one measurement (may be given more than once)
//   --node 20,24       on these Node versions (default: the current one)
//   --repetitions N    default 7
//   --quick            a small fraction of the work, once: only shows that everything runs
//   --json FILE        also writes the figures
//   --write            puts the tables into docs/performance.md
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { listLimits } from '../bench/limits.mjs';
import { listMeasurements } from '../bench/measurements.mjs';
import { compare, takeLatencies } from '../bench/runner.mjs';
import { formatTables } from '../bench/table.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { ensureNode, unsupportedNode } from './lib/nodes.mjs';
import { inRoot } from './lib/paths.mjs';
import { build, setUpDependencies } from './lib/setup.mjs';
import { run, StepError } from './lib/steps.mjs';

const PAGE = inRoot('docs', 'performance.md');
const BEGIN = '<!-- figures: written by npm run bench -- --write -->';
const END = '<!-- end of figures -->';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    node: { type: 'string' },
    repetitions: { type: 'string', default: '7' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});

function showProgress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

function describeMachine() {
  const [cpu] = os.cpus();
  return `${os.availableParallelism()} × ${cpu?.model.trim() ?? process.arch}, ${os.type()} ${process.arch}, ${new Date().toISOString().slice(0, 10)}`;
}

function writePage(text) {
  const page = readFileSync(PAGE, 'utf8');
  const from = page.indexOf(BEGIN);
  const to = page.indexOf(END);
  if (from === -1 || to < from) throw new StepError(`${PAGE} has no place for the figures: it needs the lines "${BEGIN}" and "${END}"`);
  writeFileSync(PAGE, `${page.slice(0, from + BEGIN.length)}\n${text}\n${page.slice(to)}`);
}

async function take({ variants, latencies, measure, figures }, where, report) {
  if (figures !== undefined) return { figures: await figures({ ...where, report }) };
  const options = { variants, measure: (variant) => measure(variant, where), report };
  if (latencies !== undefined) return { rows: await takeLatencies({ ...options, latencies }) };
  return { rows: await compare({ ...options, repetitions: values.quick ? 1 : Number(values.repetitions) }) };
}

/** All measurements on one Node. */
async function measureOn(node, measurements, folder) {
  const results = [];
  for (const measurement of measurements) {
    const { id, title, unit } = measurement;
    const report = (text) => showProgress(`${id}: ${text}`);
    const result = { id, title, unit, ...(await take(measurement, { node, folder: path.join(folder, 'run') }, report)) };
    showProgress('');
    results.push(result);
    console.log(`${formatTables([result])}\n`);
  }
  return results;
}

async function main() {
  const old = unsupportedNode();
  if (old) throw new StepError(old);
  const known = [...listMeasurements(values), ...listLimits(values)];
  const measurements = known.filter(({ id }) => !values.only || values.only.includes(id));
  if (measurements.length === 0) {
    const ids = known.map(({ id }) => id);
    throw new StepError(`--only ${values.only?.join(', ')}: there is no such measurement. There are ${ids.join(', ')}.`);
  }
  await setUpDependencies();
  await ensureDependencies(inRoot('bench'));
  await build();

  const machine = describeMachine();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'interleave-bench-'));
  const sections = [];
  const all = [];
  try {
    for (const major of values.node?.split(',').map(Number) ?? [Number(process.versions.node.split('.')[0])]) {
      const node = await ensureNode(major);
      if (!node) throw new StepError(`Node ${major} is neither on PATH nor in the npm registry for this platform.`);
      const version = (await run([node, '--version'])).output.trim();
      console.log(`\n### Node ${version}\n`);
      const results = await measureOn(node, measurements, folder);
      all.push({ node: version, results });
      sections.push(`### Node ${version}\n\n${formatTables(results)}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(machine);
  if (values.json) writeFileSync(values.json, `${JSON.stringify({ machine, nodes: all }, undefined, 2)}\n`);
  if (values.write) writePage(`${machine}; medians of ${values.repetitions} interleaved repetitions.\n\n${sections.join('\n\n')}`);
  const failed = all.flatMap(({ results }) => results.flatMap(({ rows, figures }) => (rows ?? figures).filter((row) => row.failure)));
  if (failed.length > 0) throw new StepError(`${failed.length} rows failed.`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof StepError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
