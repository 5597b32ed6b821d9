/** The profiles of Node's own tests, with the debugger or without: runs them under Interleave, and says of a test that never ended who waits for whom. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { PendingNode } from '../../analysis/finding.ts';
import { withoutBackticks } from '../../base/words.ts';
import type { Requests } from '../launch/debugConfiguration.ts';
import { TEST_KEY } from '../ids.ts';
import { t } from '../l10n.ts';
import { describePlace, toLocation } from '../sources/locations.ts';
import type { Log } from '../log.ts';
import { pendingLines, pendingWithin } from '../trees/pendingText.ts';
import { problems, showProblem } from '../problems.ts';
import type { Runs } from '../runs.ts';
import { startTrace } from '../launch/startTrace.ts';
import { isHang, TestEvents, type TestEvent } from './testEvents.ts';
import { findTest, isFile, isWithin, itemsBelow, namesOf, rootOf, type TestItems } from './testItems.ts';
import { launchNodeTests } from './testLaunch.ts';
import type { WantedTest } from './testNames.ts';
import type { TracedRun } from '../tracedRun.ts';

type Failure = Extract<TestEvent, { type: 'fail' }>;

/** What is pending reaches us a moment after it began: asked so often, with this in between. */
const ASK_TIMES = 10;
const ASK_AGAIN_MS = 100;
const LINES_MAX = 40;

export interface TestRunContext {
  readonly runs: Runs;
  readonly requests: Requests;
  readonly items: TestItems;
  readonly log: Log;
  readonly controller: vscode.TestController;
  /** With the debugger: breakpoints stop. */
  readonly debugged: boolean;
}

/** One start of `node --test`: whole files, or some tests of one. */
interface Part {
  readonly files: readonly vscode.TestItem[];
  readonly only: readonly vscode.TestItem[];
}

export async function runTests(context: TestRunContext, request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
  const run = context.controller.createTestRun(request);
  try {
    if (!vscode.workspace.isTrusted) throw problems.untrusted();
    for (const part of await partsOf(context, request)) {
      if (token.isCancellationRequested) break;
      await new PartRun(context, run, part, token).done();
    }
  } catch (error) {
    void showProblem(error, context.log);
  } finally {
    run.end();
  }
}

async function partsOf({ items }: TestRunContext, { include, exclude }: vscode.TestRunRequest): Promise<Part[]> {
  const wanted = include ?? (await items.files());
  for (const file of new Set(wanted.map(rootOf))) if (file.children.size === 0) await items.resolve(file);
  const left = new Set(exclude);
  const isWhole = (item: vscode.TestItem): boolean => [...itemsBelow(item)].every((each) => !left.has(each));
  const without = (item: vscode.TestItem): vscode.TestItem[] =>
    left.has(item) ? [] : isWhole(item) ? [item] : [...item.children].flatMap(([, child]) => without(child));
  const chosen = [...new Set(wanted.flatMap(without))];
  const whole = chosen.filter((item) => !item.parent);
  const some = new Map<vscode.TestItem, vscode.TestItem[]>();
  for (const item of chosen) {
    const file = rootOf(item);
    if (!whole.includes(file)) some.set(file, [...(some.get(file) ?? []), item]);
  }
  return [...(whole.length > 0 ? [{ files: whole, only: [] }] : []), ...[...some].map(([file, only]) => ({ files: [file], only }))];
}

class PartRun {
  readonly #context: TestRunContext;
  readonly #run: vscode.TestRun;
  readonly #part: Part;
  readonly #token: vscode.CancellationToken;
  readonly #subscriptions: vscode.Disposable[] = [];
  /** Tests that were told of, and those that run. */
  readonly #ended = new Set<vscode.TestItem>();
  readonly #running = new Set<vscode.TestItem>();
  /** Failures whose message still lacks who waits for whom. */
  readonly #hangs: Promise<void>[] = [];
  #traced: TracedRun | undefined;
  #settled: () => void = () => undefined;
  readonly #whenSettled = new Promise<void>((resolve) => (this.#settled = resolve));

  constructor(context: TestRunContext, run: vscode.TestRun, part: Part, token: vscode.CancellationToken) {
    this.#context = context;
    this.#run = run;
    this.#part = part;
    this.#token = token;
  }

  async done(): Promise<void> {
    const { files, only } = this.#part;
    for (const item of only.length > 0 ? only : files) {
      // Of a name that is filled in while it runs there is no result.
      for (const each of itemsBelow(item)) if (each.parent && !each.label.includes('${')) this.#run.enqueued(each);
    }
    const folder = await mkdtemp(path.join(tmpdir(), 'interleave-tests-'));
    const output = path.join(folder, 'events');
    await writeFile(output, '');
    const events = new TestEvents(output, (event) => this.#handle(event));
    try {
      await this.#start(output);
      events.drain();
      await Promise.all(this.#hangs);
      this.#tellFindings();
    } finally {
      events.dispose();
      for (const each of this.#subscriptions) each.dispose();
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Resolves when the traced run is over; rejects with a UserProblem. */
  async #start(output: string): Promise<void> {
    const { runs, requests, debugged } = this.#context;
    const { files, only } = this.#part;
    const reporter = vscode.Uri.file(path.join(runs.distDir, 'testReporter.mjs')).toString();
    const options = [
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      `--test-reporter=${reporter}`,
      `--test-reporter-destination=${output}`,
    ];
    const paths = files.map((file) => file.uri?.fsPath ?? '');
    const launch = await launchNodeTests(paths, only.map(wantedOf), options);
    const configuration = { ...launch.configuration, [TEST_KEY]: output };
    this.#subscriptions.push(
      vscode.debug.onDidStartDebugSession((session) => {
        if (session.configuration[TEST_KEY] === output && !session.parentSession) this.#traced = runs.of(session);
      }),
      runs.onDidChangeState((run) => {
        if (run === this.#traced && run.settled) this.#settled();
      }),
      vscode.debug.registerDebugAdapterTrackerFactory('pwa-node', {
        createDebugAdapterTracker: (session) => (session.configuration[TEST_KEY] === output ? this.#tracker() : undefined),
      }),
      this.#token.onCancellationRequested(() => void this.#cancel()),
    );
    if (this.#token.isCancellationRequested) return;
    // The user was told why when it does not start.
    if (await startTrace({ folder: launch.folder, configuration }, requests, this.#run, debugged)) await this.#whenSettled;
  }

  /** What the tests print. */
  #tracker(): vscode.DebugAdapterTracker {
    return {
      onDidSendMessage: (message: { type?: string; event?: string; body?: { category?: string; output?: string } }) => {
        if (message.event !== 'output' || message.body?.category === 'telemetry') return;
        this.#run.appendOutput((message.body?.output ?? '').replaceAll(/\r?\n/g, '\r\n'));
      },
    };
  }

  #handle(event: TestEvent): void {
    const { files } = this.#part;
    const file = files.find((each) => each.uri?.fsPath === event.file) ?? (files.length === 1 ? files[0] : undefined);
    if (!file) return;
    const ofFile = isFile(file, event.name);
    // The file fails when a test in it does: only what its tests did not say is its own.
    if (ofFile && (event.type !== 'fail' || event.failure === 'subtestsFailed')) return;
    const item = ofFile ? file : (findTest(file, event.name, event.line) ?? this.#context.items.addSeen(file, event.name, event.line));
    if (this.#ended.has(item) || !this.#isAsked(item)) return;
    if (event.type === 'start') {
      this.#running.add(item);
      this.#run.started(item);
      return;
    }
    this.#ended.add(item);
    this.#running.delete(item);
    if (event.type === 'pass') this.#run.passed(item, event.ms);
    else if (event.type === 'skip') this.#run.skipped(item);
    else if (event.failure === 'subtestsFailed') this.#run.failed(item, [], event.ms); // its own tests say what
    else if (isHang(event.failure)) this.#hangs.push(this.#failHang(item, event));
    else this.#run.failed(item, messageOf(item, event), event.ms);
  }

  /** Node 20 calls every test skipped that was not asked for: what is known of it stays. What a test is in can fail by itself. */
  #isAsked(item: vscode.TestItem): boolean {
    const { only } = this.#part;
    return only.length === 0 || only.some((each) => isWithin(item, each) || isWithin(each, item));
  }

  async #failHang(item: vscode.TestItem, event: Failure): Promise<void> {
    const lines = await this.#whyPending(item);
    this.#run.failed(item, hangMessage(item, event.message, lines), event.ms);
  }

  /** Who waits for whom in a test: asked while the program still runs, else as its end left it. */
  async #whyPending(item: vscode.TestItem): Promise<string[]> {
    const { uri, range } = item;
    if (!uri) return [];
    const place = { file: uri.fsPath, from: (range?.start.line ?? 0) + 1, to: (range?.end.line ?? Number.MAX_SAFE_INTEGER - 1) + 1 };
    const traced = this.#traced;
    for (let i = 0; traced?.live && i < ASK_TIMES; i++) {
      // SAFETY: the engine's answer to this request; it rejects when the run ends meanwhile
      const pending = (await traced.request({ type: 'pending' }).catch(() => [])) as readonly PendingNode[];
      const inTest = pendingWithin(pending, place);
      if (inTest.length > 0) return shorten(pendingLines(inTest, describePlace, t));
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    }
    await this.#whenSettled;
    const pending = traced?.report?.pending ?? [];
    const inTest = pendingWithin(pending, place);
    return shorten(pendingLines(inTest.length > 0 ? inTest : pendingWithin(pending, { file: uri.fsPath }), describePlace, t));
  }

  /** Stop was pressed: what still runs is told with what it waits for, and then ended. */
  async #cancel(): Promise<void> {
    const { runs } = this.#context;
    const running = [...this.#running].filter((item) => item.children.size === 0);
    await Promise.all(
      running.map(async (item) => {
        this.#ended.add(item);
        const lines = await this.#whyPending(item);
        this.#run.errored(item, hangMessage(item, t('The test was still running when it was stopped.'), lines));
      }),
    );
    if (this.#traced && this.#traced === runs.current) await runs.stop();
    else this.#settled();
  }

  /** The findings of the run, at their places in its output. */
  #tellFindings(): void {
    const report = this.#traced?.report;
    if (this.#traced?.state === 'failed' || !report) return;
    for (const { message, kind, severity, locations } of report.findings) {
      const [place] = locations;
      const text = `${place ? `${describePlace(place)}: ` : ''}${severity}: ${withoutBackticks(message)} [${kind}]\r\n`;
      this.#run.appendOutput(text, place ? toLocation(place) : undefined);
    }
  }
}

function wantedOf(item: vscode.TestItem): WantedTest {
  const inner = [...itemsBelow(item)].slice(1).map((each) => each.label);
  return { names: namesOf(item), inner, isSuite: item.children.size > 0 };
}

function messageOf(item: vscode.TestItem, { message, stack, expected, actual }: Failure): vscode.TestMessage {
  const made =
    expected !== undefined && actual !== undefined ? vscode.TestMessage.diff(message, expected, actual) : new vscode.TestMessage(message);
  const place = thrownAt(item, stack) ?? ownPlace(item);
  if (place) made.location = place;
  return made;
}

function hangMessage(item: vscode.TestItem, message: string, lines: readonly string[]): vscode.TestMessage {
  const made = new vscode.TestMessage(lines.length > 0 ? `${message}\n\n${t('What it was waiting for:')}\n${lines.join('\n')}` : message);
  const place = ownPlace(item);
  if (place) made.location = place;
  return made;
}

function ownPlace({ uri, range }: vscode.TestItem): vscode.Location | undefined {
  return uri && new vscode.Location(uri, range?.start ?? new vscode.Position(0, 0));
}

/** The innermost frame of a stack that is in the file of the test. */
function thrownAt({ uri }: vscode.TestItem, stack: string): vscode.Location | undefined {
  for (const [, file, line, column] of stack.matchAll(/\(?((?:file:\/\/)?\/?[^()\s][^()\n]*):(\d+):(\d+)\)?$/gm)) {
    const path = file?.replace(/^\s*at (?:async )?/, '') ?? '';
    const found = path.startsWith('file:') ? vscode.Uri.parse(path) : vscode.Uri.file(path);
    if (uri && found.fsPath === uri.fsPath) return toLocation({ file: found.fsPath, line: Number(line), column: Number(column) });
  }
  return undefined;
}

function shorten(lines: string[]): string[] {
  return lines.length <= LINES_MAX ? lines : [...lines.slice(0, LINES_MAX), t('{0} more', lines.length - LINES_MAX)];
}
