/**
 * deadlock.actual of a program and a child that is not recorded (`sort`, `gzip -d`, `git hash-object --stdin`): the program has written to it and now waits for what it makes of that; the child reads its input to the
 * end, and the program has not ended it. Told of a run that was cut off, where nothing else was left to be done. (Of children that are recorded: silentPartners.ts.)
 */
import { NONE } from '../../../model/ids.ts';
import type { ChildRow, Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { type Draft, sitesOf } from '../../finding.ts';
import { endOfRun, newestSegment, wasCutOff } from '../../runEnd.ts';
import { hasOpenInput } from '../../waiting/childInput.ts';
import { pipesOf } from '../../waiting/childOutput.ts';
import { formatMs } from '../../waiting/pendingReasons.ts';
import { hasSource } from '../../waiting/standstill.ts';

export const openInputRule: Rule = { kinds: ['deadlock.actual'], run: findOpenInputs };

/** A child that computes answers later. */
const MIN_NS = 2e9;
const WRITES = /\.stdin\.write$/;

function findOpenInputs({ trace }: AnalysisContext): Draft[] {
  if (!wasCutOff(trace) || trace.run.incomplete.length > 0) return [];
  return trace.children.flatMap((child) => openInput(trace, child) ?? []);
}

function openInput(trace: Trace, child: ChildRow): Draft | undefined {
  const { tasks, segments } = trace;
  const { site, segment, thread, pid, exitNs } = child;
  const process = trace.threads[thread]?.process;
  const isAlone = !trace.workers.some((w) => w.thread === thread && Number.isNaN(w.exitNs));
  const newest = newestSegment(trace, thread);
  if (site === NONE || !Number.isNaN(exitNs) || !isAlone || newest === NONE || process === undefined) return undefined;
  const idleNs = endOfRun(trace.run) - segments.endNs.at(newest);
  if (!(idleNs >= MIN_NS) || !hasOpenInput(trace, child) || trace.processes.some((p) => p.pid === pid)) return undefined;
  // A child that serves for as long as the program lives says something one day: only of one that has never said anything is it known what it waits for.
  const pipes = pipesOf(trace, child);
  const isSilent = pipes.every((pipe) => tasks.firstRun.at(pipe) === NONE);
  const isKnown = (task: number): boolean => pipes.includes(task);
  if (!isSilent || hasSource(trace, thread, isKnown, (other) => other === pid)) return undefined;
  const file = trace.site(site)?.file;
  const write = [...trace.sites.entries()].findLast(([, row]) => row.file === file && row.kind === 'call' && WRITES.test(row.text));
  if (write === undefined) return undefined;
  const places = [
    { site, role: 'create' },
    { site: write[0], role: 'write' },
  ];
  return {
    kind: 'deadlock.actual',
    key: sitesOf(places).join(),
    confidence: 0.8,
    verdict: 'observed',
    consequence: true,
    message: `Deadlock over the input of a child process: \`${child.command}\` has not said anything yet, the program has nothing left to do than to wait for that, and nobody has ended its \`stdin\`.`,
    why: [
      `neither of them has done anything for ${formatMs(idleNs / 1e6)}`,
      'a program that reads its input to the end begins, or answers, only when that has come: call `stdin.end()` after the last write',
    ],
    places,
    segments: [segment],
    activations: [],
  };
}
