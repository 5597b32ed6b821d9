/**
 * race.reentrancy: the handler of requests, connections or messages ran once in this run, and splits a read and a write of shared state over an await. A
 * second run at the same time would lose an update, but nothing of the kind was seen: a hint (detection.md §3.3, self-overlap). A warning where it keeps what is there, sets it for itself and puts
 * it back after the await, and nothing makes the next request or event wait: that is done only to what others see meanwhile.
 */
import { FLAG_OUTER, MORE_IN_LISTENER, MORE_RESTORES } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import { TASK_PROMISE, type Trace } from '../../../model/trace.ts';
import { decidesBranch, locationText } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft, DraftStep } from '../../finding.ts';
import { callersUpFrom, rootActivation } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel } from '../../names.ts';
import { Splits } from './splits.ts';
import type { Split } from './atomicityDraft.ts';
import { closesBracket } from './putBack.ts';
import { isFromOutside, pieceOnConnection, rootOf } from '../../roots.ts';
import { hasSite } from '../../siteIndex.ts';

export const reentrancyRule: Rule = { kinds: ['race.reentrancy'], run: findReentrancy };

const CONFIDENCE = 0.45;
/** What is put back is certain to be what was there; when the next one comes is not. */
const BRACKET_CONFIDENCE = 0.62;

function findReentrancy(context: AnalysisContext): Draft[] {
  const { trace, earlier } = context;
  if (trace.pairs.length + trace.links.length + trace.carries.length === 0) return [];
  if (trace.roots.length === 0 && !trace.sites.some((site) => ((site.more ?? 0) & MORE_RESTORES) !== 0)) return [];
  // It may have run before.
  if (trace.run.fromMs > 0) return [];
  const runs = countRuns(trace);
  const reported = new Set(earlier.filter((d) => d.kind.startsWith('race.')).map((d) => d.key));
  const { sharedGroups: groups, holding, pairsByWrite: byWrite } = factsOf(context);
  const a = trace.accesses;
  const drafts: Draft[] = [];
  for (const group of groups) {
    if (context.options.isCancelled()) break;
    let isOfSeveral: boolean | undefined;
    const splits = new Splits(trace, group, byWrite);
    for (const [at, write] of group.rows.entries()) {
      if (a.write.at(write) === 0 || reported.has(`${a.site.at(write)}`)) continue;
      const root = rootOf(trace, a.segment.at(write));
      const handler = rootActivation(trace, a.activation.at(write));
      if (handler === NONE || runs.get(trace.activations.fn.at(handler)) !== 1) continue;
      const isOpen = trace.hasMore(a.site.at(write), MORE_RESTORES) && isFromListener(trace, write);
      const comesIn = root !== NONE || pieceOnConnection(trace, a.segment.at(write)) !== NONE;
      if (!comesIn && !isOpen) continue;
      const outlives =
        isOpen ||
        trace.hasFlag(a.site.at(write), FLAG_OUTER) ||
        (isOfSeveral ??= group.rows.some((row) => rootOf(trace, a.segment.at(row)) !== root));
      if (!outlives) continue;
      const split = splits.at(at).find((s) => s.kind !== 'guard' && !holding.isHeld(s.read, s.write));
      if (split === undefined) continue;
      const opening = isOpen || isAskedForByAnybody(trace, write, root) ? openingOf(context, group.writes, split) : undefined;
      if (opening !== undefined) drafts.push(toBracketDraft(context, split, opening, handler, group.location));
      else if (comesIn) drafts.push(toDraft(trace, split, handler, group.location));
    }
  }
  return drafts;
}

/**
 * What is written belongs to something that was there before a listener was called which may be called again at any time: the listener writes it, or calls what writes it, on something from before, and
 * that goes on with its own methods. None of these functions tells anybody that it is done.
 */
function isFromListener(trace: Trace, write: number): boolean {
  const { accesses: a, activations: acts, tasks } = trace;
  let site = a.site.at(write);
  const isModules = isOfModule(trace, site);
  for (const call of callersUpFrom(trace, a.activation.at(write))) {
    if (trace.hasMore(site, MORE_IN_LISTENER)) return isOfItself(trace, call);
    const text = trace.site(site)?.text ?? '';
    const isOnward = isModules || text.startsWith('this.') || (site === a.site.at(write) && trace.hasFlag(site, FLAG_OUTER));
    if (!isOnward || tells(trace, trace.functionAt(site))) return false;
    const promise = acts.promise.at(call);
    site = promise === NONE ? NONE : tasks.site.at(promise);
    if (trace.hasMore(site, MORE_IN_LISTENER)) return isOfItself(trace, call);
  }
  return false;
}

/** The event came by itself, in the callback of a timer, a socket or a file. What goes on after a wait may emit the next one when it has waited for the work of this one. */
function isOfItself({ activations: acts, segments: s, tasks }: Trace, call: number): boolean {
  const task = s.task.at(s.atom.at(acts.startSegment.at(call)));
  return task !== NONE && (tasks.flags.at(task) & TASK_PROMISE) === 0;
}

/** The path starts at a variable of the module. */
function isOfModule(trace: Trace, site: number): boolean {
  const around = trace.functions[trace.functionAt(site)]?.parentFunction ?? NONE;
  const isNear = around === NONE || trace.functions[around]?.parentFunction === NONE;
  return isNear && trace.hasFlag(site, FLAG_OUTER);
}

/** Whoever is told may send the next event only then. */
const TELLS = /(?:^|\.)(?:pause|resume|emit|dispatchEvent|next|ack|nack|reject|postMessage|send|write|end|done|callback|resolve|publish)$/;

function tells(trace: Trace, fn: number): boolean {
  return hasSite(trace, fn, ({ kind, text }) => kind === 'call' && TELLS.test(text));
}

/** For a request, to a place that all requests share. */
function isAskedForByAnybody(trace: Trace, write: number, root: number): boolean {
  const site = trace.accesses.site.at(write);
  return isFromOutside(trace, root) && isOfModule(trace, site) && trace.hasMore(site, MORE_RESTORES);
}

/** The write by which a call sets for the time of its wait what it then puts back; undefined where it is none, or others are kept out. */
function openingOf(context: AnalysisContext, writes: readonly number[], split: Split): number | undefined {
  const { trace } = context;
  const ordinal = writes.indexOf(split.write);
  if (!trace.hasMore(trace.accesses.site.at(split.write), MORE_RESTORES)) return undefined;
  return closesBracket(trace, writes, ordinal, split) && !isMarked(context, split) ? writes[ordinal - 1] : undefined;
}

/** In the step in which it reads, the call looks at a place and stores something there (`if (this.looking) return; this.looking = true`): the next one would see that. */
function isMarked(context: AnalysisContext, { read }: Split): boolean {
  const { trace } = context;
  const a = trace.accesses;
  const rows = factsOf(context).coverage.accessesOfStep(read);
  const tested = new Set(rows.filter((row) => a.write.at(row) === 0 && decidesBranch(trace, row)).map((row) => a.location.at(row)));
  return rows.some((row) => a.write.at(row) !== 0 && tested.has(a.location.at(row)));
}

/** Function → how many of its activations nobody called: they were set off from outside. */
function countRuns(trace: Trace): Map<number, number> {
  const acts = trace.activations;
  const runs = new Map<number, number>();
  for (let i = 0; i < acts.length; i++) {
    if (acts.parent.at(i) === NONE) runs.set(acts.fn.at(i), (runs.get(acts.fn.at(i)) ?? 0) + 1);
  }
  return runs;
}

function toDraft(trace: Trace, split: Split, handler: number, location: number): Draft {
  const a = trace.accesses;
  const [readSite, writeSite] = [a.site.at(split.read), a.site.at(split.write)];
  const text = locationText(trace, location, writeSite);
  const name = functionLabel(trace, trace.activations.fn.at(handler));
  const read = (lane: number): { lane: number; text: string; site: number } => ({ lane, text: `reads ${text}`, site: readSite });
  const write = (lane: number): { lane: number; text: string; site: number } => ({ lane, text: `writes ${text}`, site: writeSite });
  return {
    kind: 'race.reentrancy',
    key: `${writeSite}`,
    confidence: CONFIDENCE,
    verdict: 'predicted',
    consequence: false,
    ceiling: 'hint',
    message: `\`${text}\` is read and written back after an await; ${name} ran only once here, but two at the same time would lose an update.`,
    why: [
      'an await lies between the read and the write',
      `\`${text}\` outlives the call`,
      'no lock is held over both',
      'only one run was seen, so nothing shows that two can overlap',
    ],
    places: [
      { site: writeSite, role: 'write' },
      { site: readSite, role: 'read' },
    ],
    segments: [a.segment.at(split.read), a.segment.at(split.write)],
    activations: [handler],
    scenario: {
      lanes: [`${name} (as it ran)`, `${name} (a second time)`],
      happened: [read(0), write(0)],
      other: [read(0), read(1), write(1), write(0)],
      otherTitle: 'If two of them overlap',
    },
  };
}

function toBracketDraft(context: AnalysisContext, { read, write }: Split, opening: number, handler: number, location: number): Draft {
  const { trace, options } = context;
  const a = trace.accesses;
  const [readSite, setSite, writeSite] = [read, opening, write].map((row) => a.site.at(row)) as [number, number, number];
  const text = locationText(trace, location, writeSite);
  const name = functionLabel(trace, trace.functionAt(writeSite));
  const line = (site: number): string => lineText(trace, options, site);
  const reads = (lane: number): DraftStep => ({ lane, text: `keeps ${text}`, site: readSite });
  const sets = (lane: number): DraftStep => ({ lane, text: `sets ${text}`, site: setSite });
  const restores = (lane: number, what = 'what it was'): DraftStep => ({ lane, text: `puts back ${what}`, site: writeSite });
  return {
    kind: 'race.reentrancy',
    key: `${writeSite}`,
    confidence: BRACKET_CONFIDENCE,
    verdict: 'predicted',
    consequence: false,
    message: `${name} keeps \`${text}\` (${line(readSite)}), sets it for itself (${line(setSite)}), and puts it back after an await (${line(writeSite)}); a second call in between would keep what the first has set, and leave that there.`,
    why: [
      'an await lies between what is set and what is put back',
      `\`${text}\` outlives the call`,
      'no lock is held over both, and no mark keeps a second call out',
      'it ran only once here, but it is called by requests or events, and nothing makes these wait',
    ],
    places: [
      { site: writeSite, role: 'write', access: write },
      { site: readSite, role: 'read', access: read },
      { site: setSite, role: 'write', access: opening },
    ],
    segments: [a.segment.at(read), a.segment.at(write)],
    activations: [handler],
    scenario: {
      lanes: [`${name} (as it ran)`, `${name} (a second time)`],
      happened: [reads(0), sets(0), restores(0)],
      other: [reads(0), sets(0), reads(1), sets(1), restores(0), restores(1, 'what the first had set')],
      otherTitle: 'If two of them overlap',
    },
  };
}
