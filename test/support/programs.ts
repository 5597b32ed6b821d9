/**
 * Runs a small program through the built command line and compares its findings with the first line of the source:
 *   // expect: kind line[,line...] [| kind line...] [; another finding]     or     // expect: nothing
 * Behind all that `node 24` names the oldest version that can run it. A line is `12`, or `store.mjs:12` where the program has several files; a question mark after the kind accepts hints and information, too.
 * Any warning or error that is not expected is a failure; so is a difference in output or exit status from the untraced run.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Finding, Report } from '../../src/analysis/finding.ts';
import { type Outcome, runResident } from './residentCli.ts';

export const CLI = path.resolve('dist/cli.js');

/** Runs `node args` to its end. */
export function runNode(
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv; readonly timeoutMs?: number; readonly node?: string } = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(
      options.node ?? process.execPath,
      [...args],
      { cwd: options.cwd, env: options.env ?? process.env, timeout: options.timeoutMs ?? 30_000, maxBuffer: 64 << 20 },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : (error.code ?? error.signal ?? 1), stdout, stderr }),
    );
  });
}

export type Traced = Outcome & { readonly report: Report };

/** How a program is traced. */
export interface HowTraced {
  /** For the command line. */
  readonly args?: readonly string[];
  /** For the program. */
  readonly given?: readonly string[];
  readonly cwd?: string;
  /** The Node that runs it. */
  readonly node?: string;
  /** By a command line in a process of its own, as users start it; else by the one in this process (residentCli.ts). */
  readonly isReal?: boolean;
  readonly timeoutMs?: number;
}

/** Traces a program and returns what it did and what was reported. */
export async function traceProgram(
  file: string,
  {
    args = [],
    given = [],
    cwd = path.dirname(file),
    node = process.execPath,
    isReal = isFirstOfKind(file),
    timeoutMs = 30_000,
  }: HowTraced = {},
): Promise<Traced> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-test-'));
  try {
    const json = path.join(folder, 'report.json');
    const command = ['run', '--json', json, '--out', path.join(folder, 'run.ilv'), ...args, '--', node, file, ...given];
    const outcome = isReal ? await runNode([CLI, ...command], { cwd, timeoutMs }) : await runResident(command, { cwd, timeoutMs });
    const report = JSON.parse(fs.readFileSync(json, 'utf8')) as Report;
    assert.deepEqual(
      report.notes.filter((note) => / came to no result /.test(note)),
      [],
    );
    return { ...outcome, report };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The kinds that a program expects; none when it says nothing of them. */
function kindsOf(file: string): string[] {
  const text = /^\/\/ expect: (.*)$/m.exec(fs.readFileSync(file, 'utf8'))?.[1];
  return text === undefined ? [] : text.split(/[;|]/).map((one) => one.trim().replace(/[\s?@].*/, ''));
}

const firsts = new Map<string, ReadonlyMap<string, string>>();

/** The first program of a folder by each kind that is expected there: these are traced by a command line in a process of its own. */
export function firstOfKinds(folder: string): ReadonlyMap<string, string> {
  const known = firsts.get(folder);
  if (known !== undefined) return known;
  const byKind = new Map<string, string>();
  for (const name of fs.readdirSync(folder).toSorted()) {
    const main = [name, `${name}/main.js`, `${name}/main.mjs`]
      .map((file) => path.join(folder, file))
      .find((file) => /\.[cm]?js$/.test(file) && fs.existsSync(file));
    for (const kind of main === undefined ? [] : kindsOf(main)) if (!byKind.has(kind)) byKind.set(kind, main!);
  }
  firsts.set(folder, byKind);
  return byKind;
}

export function isFirstOfKind(file: string): boolean {
  if (kindsOf(file).length === 0) return false;
  const folder = path.dirname(file);
  return [...firstOfKinds(path.basename(file).startsWith('main.') ? path.dirname(folder) : folder).values()].includes(file);
}

/** Which of how many processes this is that have the small programs in turn. */
function turns(): [turn: number, count: number] {
  // SAFETY: scripts/test.mjs sets it.
  return (process.env['INTERLEAVE_TURN'] ?? '0/1').split('/').map(Number) as [number, number];
}

/** Whether other processes have some of the small programs: then `npm test` runs all there is. */
export function runsTurns(): boolean {
  return turns()[1] > 1;
}

/**
 * Whether a program (its file, or its folder) has its turn in this process. `npm test` runs all other tests on both of the versions that it knows in full; of the
 * many small programs each has its turn on one of them, so that the whole stays within a quarter of an hour, and the first of each kind on both. Who runs the tests
 * on one version, or all of them (`npm run test:deep`), runs every program: then INTERLEAVE_TURN (`0/2`, the first of two) is not set.
 */
export function hasTurn(file: string): boolean {
  const [turn, count] = turns();
  if (count === 1 || isFirstOfKind(mainOf(file))) return true;
  // A defect and its repaired twin go together.
  const name = path.basename(file).replace(/^(?:buggy|safe)-/, '');
  return Buffer.from(name).reduce((sum, byte) => (sum * 31 + byte) % 65_521, 7) % count === turn;
}

/** The main file of a program that has a folder of its own. */
export function mainOf(file: string): string {
  if (!fs.statSync(file).isDirectory()) return file;
  return path.join(file, fs.readdirSync(file).find((name) => /^main\.m?js$/.test(name)) ?? 'main.js');
}

interface Alternative {
  readonly kind: string;
  readonly places: readonly { readonly file: string; readonly line: number }[];
  readonly anySeverity: boolean;
}

/** The expectations of a program: each is met by any of its alternatives. */
export function expectations(source: string): Alternative[][] {
  const text = /^\/\/ expect: (.*?)(?: node \d+)?$/m.exec(source)?.[1];
  assert.ok(text !== undefined, 'the first line must be "// expect: ..."');
  if (text.trim() === 'nothing') return [];
  return text.split(';').map((one) =>
    one.split('|').map((alternative) => {
      const [kind = '', lines = ''] = alternative.trim().split(/\s+/);
      const places = lines.split(',').map((text) => {
        const [line = '', file = ''] = text.split(':').toReversed();
        return { file, line: Number(line) };
      });
      return { kind: kind.replace('?', ''), places, anySeverity: kind.endsWith('?') };
    }),
  );
}

function isMet(finding: Finding, alternatives: readonly Alternative[]): boolean {
  const isThere = (l: { readonly file: string; readonly line: number }, p: Alternative['places'][number]): boolean =>
    l.line === p.line && (p.file === '' || path.basename(l.file) === p.file);
  return alternatives.some(
    (a) => a.kind === finding.kind && finding.locations.slice(0, 3).some((l) => a.places.some((p) => isThere(l, p))),
  );
}

export function show(findings: readonly Finding[]): string {
  return (
    findings
      .map(
        (f) => `${f.severity} ${f.kind} ${f.locations.map((l) => `${path.basename(l.file)}:${l.line}:${l.column}`).join(' ')} ${f.message}`,
      )
      .join('\n') || '(nothing)'
  );
}

/** A test runner prints how long things took. */
function withoutTimes(output: string): string {
  return output.replaceAll(/(?:duration_ms:? |\()\d+(?:\.\d+)?/g, 'duration ');
}

/** What a slow or busy machine really does to a program that is about something else: the programs of advice are the ones that must be silent about it. */
const DEPENDS_ON_MACHINE: ReadonlySet<string> = new Set(['loop.blocked', 'loop.microtask-starvation', 'pool.saturated']);

/** How a race ends is in what the program prints: only the rest must be the same in two runs. */
function withoutOutcome(output: string): string {
  return output.replaceAll(/\d+|\b(?:true|false)\b/g, 'outcome');
}

/** Asserts that the report has what was said while the program ran: that cannot be taken back. */
export function assertSaidIsReported(stderr: string, report: Report): void {
  const said = [...stderr.matchAll(/^interleave ▸ (?:error|warning): .*\[(.+)\]$/gm)].map(([, kind]) => kind);
  const unheard = said.filter((kind) => !report.findings.some((f) => f.kind === kind));
  assert.equal(unheard.length, 0, `said while it ran, and not in the report: ${unheard.join(', ')}`);
}

/** The oldest version of Node that can run a program, 0 where all can. */
export function oldestNode(file: string): number {
  return Number(/^\/\/ expect: .* node (\d+)$/m.exec(fs.readFileSync(file, 'utf8'))?.[1] ?? 0);
}

/** What a program did: what it printed untraced and traced, and what was told of it. */
interface Did {
  readonly plain: string;
  readonly traced: string;
  readonly findings: readonly Finding[];
}

export function isSerious({ severity }: Finding): boolean {
  return severity === 'error' || severity === 'warning';
}

/** Asserts that what was told of a program is what its first line expects, and that it printed what it prints untraced. */
export function assertAsExpected(file: string, { plain, traced, findings }: Did, notes: readonly string[] = []): void {
  const wanted = expectations(fs.readFileSync(file, 'utf8'));
  const steady = wanted.length === 0 ? withoutTimes : withoutOutcome;
  assert.equal(steady(traced), steady(plain), 'same output');
  const serious = findings.filter(isSerious);
  for (const alternatives of wanted) {
    assert.ok(
      (alternatives.some((a) => a.anySeverity) ? findings : serious).some((f) => isMet(f, alternatives)),
      `expected ${JSON.stringify(alternatives)}, got\n${show(findings)}\n${notes.join('\n')}`,
    );
  }
  const extra = serious.filter((f) => !wanted.some((alternatives) => isMet(f, alternatives)) && !DEPENDS_ON_MACHINE.has(f.kind));
  assert.equal(extra.length, 0, `not expected:\n${show(extra)}`);
}

/** Asserts that the program's findings are the expected ones, and that it behaved as without us. */
export async function checkProgram(file: string, node = process.execPath): Promise<void> {
  const plain = await runNode([file], { cwd: path.dirname(file), node });
  const { stdout, stderr, code, report } = await traceProgram(file, { node });
  assertAsExpected(file, { plain: plain.stdout, traced: stdout, findings: report.findings }, report.notes);
  assert.equal(code, plain.code, `same exit status\n${stderr}`);
  assertSaidIsReported(stderr, report);
}
