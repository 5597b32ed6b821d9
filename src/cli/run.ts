/** `interleave run`: starts the program with the recorder in it, stays out of its way, and reports. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Report } from '../analysis/finding.ts';
import type { Run } from '../host/api.ts';
import { explainErrno } from '../host/errors.ts';
import { endProcesses, processTree } from '../host/processTree.ts';
import { prepareRun } from '../host/run.ts';
import { checkReportTargets, writeReports } from '../host/reportFiles.ts';
import { print, say, wantsColor } from './output.ts';
import { withStatistics } from '../host/statistics.ts';
import { type TextOptions, formatLive, formatReport, formatTimeout } from './report/text.ts';
import { formatSummary } from './report/summary.ts';
import { type SignalRelay, startSignalRelay } from './signals.ts';
import { type RunArguments, UsageError, isFailure } from './usage.ts';

const EXIT_NOT_RECORDED = 3;
const MIN_NODE = 20;

interface Exit {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Returns the exit status of the command line. */
export async function runCommand(args: RunArguments, distDir: string): Promise<number> {
  checkReportTargets(args.reports);
  const run = await prepareRun({
    command: args.command,
    cwd: process.cwd(),
    level: args.level,
    values: args.values,
    distDir,
    ...(args.out !== undefined && { outFile: args.out }),
  });
  let relay: SignalRelay | undefined;
  try {
    relay = await startSignalRelay();
    return await recordAndReport(args, run, relay, distDir);
  } finally {
    await relay?.dispose();
    run.dispose();
  }
}

async function recordAndReport(args: RunArguments, run: Run, relay: SignalRelay, distDir: string): Promise<number> {
  const text: TextOptions = { cwd: process.cwd(), color: wantsColor(2), tracePath: run.tracePath };
  say(`interleave ▸ tracing ${args.command.join(' ')} (level ${args.level})\n`);
  sayLive(run, text);
  const [file = '', ...rest] = args.command;
  const child = spawn(file, rest, { stdio: 'inherit', env: run.injectEnv(process.env) });
  const exit = exitOf(child, file, run.tracePath);
  if (child.pid !== undefined) relay.attach(child.pid);

  const struck = await withinLimit(exit, args.timeoutMs);
  if (struck) say(`interleave ▸ ${(args.timeoutMs ?? 0) / 1000} s have passed: ending the program\n`);
  const early = struck ? await run.finishAtLimit() : undefined;
  if (struck && child.pid !== undefined && child.exitCode === null && child.signalCode === null) await endProcesses(processTree(child.pid));
  const end = await exit;
  leaveOnSecondSignal(run, relay);
  const finished = early === undefined ? await run.finish(end) : { ...early, run: { ...early.run, ...end } };
  const report = args.summary ? await withStatistics(finished, run) : finished;

  const unrecorded = describeUnrecorded(report, args.command);
  say(unrecorded === undefined ? formatReport(report, text) : `interleave ▸ ${unrecorded}\n`);
  if (args.summary && report.statistics !== undefined) say(formatSummary(report.statistics));
  await writeReports(
    args.reports,
    {
      report,
      tracePath: run.tracePath,
      request: (message) => run.request(message),
      isWithStatistics: true,
      distDir,
      folder: process.cwd(),
    },
    print,
  );
  return exitStatus(args, end, report, unrecorded !== undefined);
}

function exitStatus(args: RunArguments, end: Exit, report: Report, isUnrecorded: boolean): number {
  const status = end.signal === null ? (end.exitCode ?? 0) : 128 + os.constants.signals[end.signal];
  if (status !== 0) return status;
  if (isUnrecorded) return EXIT_NOT_RECORDED;
  const severities = report.findings.map((finding) => finding.severity);
  return isFailure(args.failOn, severities) ? 1 : 0;
}

/** One sentence when no process was recorded, which must not look like a clean run. */
function describeUnrecorded(report: Report, command: readonly string[]): string | undefined {
  if (report.run.processes > 0) return undefined;
  const version = nodeVersion(command[0] ?? '');
  if (version !== undefined && Number(version.split('.')[0]) < MIN_NODE) {
    return `Nothing was recorded: Node ${version} is too old. Interleave needs Node ${MIN_NODE} or newer in the program that it traces.`;
  }
  return `Nothing was recorded: "${command.join(' ')}" ran no Node process that takes NODE_OPTIONS. Name the command that starts node after "--".`;
}

function nodeVersion(file: string): string | undefined {
  if (!/^node(?:\.exe)?$/.test(path.basename(file))) return undefined;
  try {
    const env = { ...process.env, NODE_OPTIONS: '' };
    return execFileSync(file, ['--version'], { encoding: 'utf8', env, timeout: 5000, stdio: ['ignore', 'pipe', 'ignore'] })
      .trim()
      .replace(/^v/, '');
  } catch {
    return undefined;
  }
}

/** Deadlocks are said at once, while the program hangs in front of the user, and what a test waits for when its runner gives up on it. */
function sayLive(run: Run, text: TextOptions): void {
  const said = new Set<string>();
  let timeouts = 0;
  run.onReport((report) => {
    for (const timeout of report.timeouts?.slice(timeouts) ?? []) say(formatTimeout(timeout, text));
    timeouts = Math.max(timeouts, report.timeouts?.length ?? 0);
    if (report.run.exitCode !== null || report.run.signal !== null) return;
    for (const finding of report.findings) {
      // Deadlocks, also of a lock or queue with itself, and promises that nobody can or will settle any more.
      const isStuck = /^(?:deadlock\.|lock\.|hang\.orphan|promise\.never-settles$)/.test(finding.kind) && finding.severity === 'error';
      if (!isStuck || said.has(finding.fingerprint)) continue;
      said.add(finding.fingerprint);
      say(formatLive(finding, text));
    }
  });
}

/**
 * The program has ended: a signal can only mean that the user does not want to wait for the report. The first one is forgiven, since npm and other parents send
 * Ctrl-C a second time by themselves. The trace is on disk in any case.
 */
function leaveOnSecondSignal(run: Run, relay: SignalRelay): void {
  let count = 0;
  relay.detach((status) => {
    if (++count === 1) {
      say('interleave ▸ writing the report; once more to leave without it\n');
      return;
    }
    run.dispose();
    process.exit(status);
  });
}

function exitOf(child: ChildProcess, file: string, tracePath: string): Promise<Exit> {
  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      // Nothing ran: no empty trace is left behind.
      fs.rmSync(tracePath, { force: true });
      reject(new UsageError(`Cannot start ${file}: ${explainErrno(error)}. Check the command after "--".`));
    });
    // 'exit', not 'close': a grandchild may keep the output open for as long as it likes.
    child.on('exit', (exitCode, signal) => resolve({ exitCode, signal }));
  });
}

/** True when the limit passed first. */
async function withinLimit(exit: Promise<Exit>, limitMs: number | undefined): Promise<boolean> {
  if (limitMs === undefined) {
    await exit;
    return false;
  }
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(true), limitMs);
  });
  try {
    return await Promise.race([exit.then(() => false), limit]);
  } finally {
    clearTimeout(timer);
  }
}
