/**
 * Many small programs, a batch of them in one traced process, one after the other (batchHost.mjs): that takes a third of the processor time of a process for each.
 * A batch only saves time: a program that is not found right in one, or that can't be in one, is traced by itself, and what it then does counts. `npm test` traces in
 * batches; `npm run test:deep`, and who runs a part of the tests, traces each program by itself.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../src/analysis/finding.ts';
import {
  assertAsExpected,
  assertSaidIsReported,
  isFirstOfKind,
  isSerious,
  oldestNode,
  runNode,
  runsTurns,
  traceProgram,
} from './programs.ts';

const HOST = path.resolve('test/support/batchHost.mjs');
const SIZE = 24;
const LIMIT_MS = 120_000;
/** For all batches of a suite. */
const WHOLE_MS = 30 * 60_000;
/** What is told of the process, or of the way a program was started, is another thing in a batch. */
const IS_OF_PROCESS =
  /\bprocess\.(?!stdout|nextTick|hrtime|cpuUsage|memoryUsage|version|platform)|\bimport\.meta|\b__filename|\b(?:module|require)\.(?:main|parent)|node:test|child_process|worker_threads|node:cluster/;

/** The files of a program that is one file among others, or a folder of its own. */
function filesOf(main: string): string[] {
  if (!/^main\.m?js$/.test(path.basename(main))) return [main];
  const folder = path.dirname(main);
  return fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name));
}

function canBeInBatch(main: string): boolean {
  if (isFirstOfKind(main) || oldestNode(main) > Number(process.versions.node.split('.')[0])) return false;
  return filesOf(main).every((file) => !/\.[cm]?js$/.test(file) || !IS_OF_PROCESS.test(fs.readFileSync(file, 'utf8')));
}

/** What each program has printed that came to its end. */
function outputs(stdout: string): string[] {
  return stdout.split('\u0001').slice(0, -1);
}

/** Runs them untraced; one that ends the process is left out, and the rest goes on without it. */
async function runPlain(mains: readonly string[]): Promise<Map<string, string>> {
  const done = new Map<string, string>();
  for (let left = mains; left.length > 0;) {
    const { stdout } = await runNode([HOST, ...left], { timeoutMs: LIMIT_MS });
    const printed = outputs(stdout);
    for (const [at, text] of printed.entries()) done.set(left[at] as string, text);
    left = left.slice(printed.length + 1);
  }
  return done;
}

/** Runs a batch traced; adds to `right` those that did what they did untraced and were told of what they have to. */
async function runTraced(plain: ReadonlyMap<string, string>, right: Set<string>): Promise<void> {
  // One that ends the process where it is traced, say since its timers went off in another order, is left out as well.
  for (let left = [...plain.keys()]; left.length > 0;) {
    const { stdout, stderr, report } = await traceProgram(HOST, { given: left, isReal: false, timeoutMs: LIMIT_MS });
    assertSaidIsReported(stderr, report);
    const programOf = new Map(left.flatMap((main) => filesOf(main).map((file) => [file, main])));
    const told = new Map<string | undefined, Finding[]>();
    for (const finding of report.findings) {
      const main = finding.locations.map(({ file }) => programOf.get(path.resolve(file))).find((one) => one !== undefined);
      told.set(main, [...(told.get(main) ?? []), finding]);
    }
    // What is about the files of none of them may be about any.
    if (told.get(undefined)?.some(isSerious)) return;
    const printed = outputs(stdout);
    for (const [at, traced] of printed.entries()) {
      const main = left[at] as string;
      try {
        assertAsExpected(main, { plain: plain.get(main) as string, traced, findings: told.get(main) ?? [] });
        right.add(main);
      } catch {
        // It is traced by itself, and what it does then is said.
      }
    }
    left = left.slice(printed.length + 1);
  }
}

/** Before the tests of this suite, traces all of these programs that can be in a batch, when `npm test` runs it. Gives which were right there. */
export function rightInBatches(mains: readonly string[]): (main: string) => boolean {
  const right = new Set<string>();
  const able = runsTurns() ? mains.filter(canBeInBatch) : [];
  before(async function () {
    this.timeout(WHOLE_MS);
    // One after the other: they mostly wait for timers, but several at once would keep what goes by time in other files from the processors. Untraced, the next one costs little meanwhile.
    const plainOf = (at: number): Promise<Map<string, string>> => runPlain(able.slice(at, at + SIZE));
    let next = plainOf(0);
    for (let at = 0; at < able.length; at += SIZE) {
      const plain = await next;
      next = plainOf(at + SIZE);
      // A batch that comes to nothing leaves its programs to be traced alone.
      await runTraced(plain, right).catch(() => undefined);
    }
  });
  return (main) => right.has(main);
}
