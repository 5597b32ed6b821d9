/**
 * race.check-then-act, a mark whose timer is gone: a task marks work as under way (`this.reconnecting = true`) and leaves it to a timer, whose callback takes the mark back. Another task
 * cancels the timer, finds the mark and leaves the work alone: nobody does it any more, and nobody ever will. The same of a function that marks, waits (`await sleep(ms, undefined, { signal })`),
 * and goes without taking the mark back when its wait is aborted. Only what happened is reported: the step that cancels, or what it has set going (the attempt that fails), looks at the mark, and the mark stays.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import { TASK_CLEARED, TASK_REPEAT, type Trace } from '../../../model/trace.ts';
import { atomOf, decidesBranch, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { isFalsy } from '../../locks/handLocks.ts';
import { isInnerFunction, isSetOffBy, isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, lastName } from '../../names.ts';
import { isNothing } from './splits.ts';

/** Functions that end what the mark belongs to. */
const CLOSES = /\b[#_]*(?:close|disconnect|stop|destroy|dispose|shutdown|end|quit)/i;

export const cancelledResetRule: Rule = { kinds: ['race.check-then-act'], run: findCancelledResets };

interface Lost {
  readonly timer: number;
  /** The step that cancels. */
  readonly segment: number;
  readonly mark: number;
  readonly look: number;
  /** Site of the write, in the timer's callback or after the wait, that would take the mark back. */
  readonly reset: number;
  readonly isWait: boolean;
}

function findCancelledResets(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const { tasks, segments } = trace;
  // A timer that was armed again at the same place stands for the one that was cancelled.
  const armed = new Map<number, number>();
  for (let task = 0; task < tasks.length; task++) {
    if (tasks.delayMs.at(task) >= 0) armed.set(tasks.site.at(task), task);
  }
  const drafts = new Map<string, Draft>();
  const marks = trace.clears.size === 0 ? undefined : marksOf(context);
  for (const { task, segment } of trace.clears.values()) {
    if (context.options.isCancelled()) break;
    const site = tasks.site.at(task);
    const flags = tasks.flags.at(task);
    const made = tasks.initSegment.at(task);
    if (site === NONE || made === NONE || (flags & TASK_CLEARED) === 0 || (flags & TASK_REPEAT) !== 0 || armed.get(site) !== task) continue;
    const [from, to] = [segments.atom.at(made), segments.atom.at(segment)];
    if (from === to) continue;
    const call = endedWait(trace, task);
    const others = marks?.byCall.get(call)?.filter(({ mark }) => atomOf(trace, mark) !== from) ?? [];
    for (const marked of [...(marks?.byStep.get(from) ?? []), ...others]) {
      const lost = findLost(trace, marked, { timer: task, segment, to, call });
      if (lost !== undefined) drafts.set(`${site},${trace.accesses.site.at(lost.look)}`, toDraft(context, marked.location, lost));
    }
  }
  return [...drafts.values()];
}

interface Cancelled {
  readonly timer: number;
  readonly segment: number;
  /** The step in which it was cancelled. */
  readonly to: number;
  /** The call that had made it to wait, and is over; NONE. */
  readonly call: number;
}

/** The call of an async function that made the timer, and is over. NONE. */
function endedWait({ activations: acts, tasks }: Trace, timer: number): number {
  const call = tasks.creator.at(timer);
  return call !== NONE && acts.sync.at(call) === 0 && acts.endSegment.at(call) !== NONE ? call : NONE;
}

interface Marked extends Pick<LocationAccesses, 'location' | 'rows'> {
  readonly mark: number;
}

interface Marks {
  readonly byStep: ReadonlyMap<number, readonly Marked[]>;
  readonly byCall: ReadonlyMap<number, readonly Marked[]>;
}

/** The last word about each location, but for an end of everything, by the step in which it was spoken and by the call that spoke. */
function marksOf(context: AnalysisContext): Marks {
  const { trace } = context;
  const a = trace.accesses;
  const closes = trace.functions.map((_, fn) => CLOSES.test(functionLabel(trace, fn)));
  const byStep = new Map<number, Marked[]>();
  const byCall = new Map<number, Marked[]>();
  for (const { location, rows, writes } of factsOf(context).groups) {
    const mark = writes.findLast((row) => closes[trace.functionAt(a.site.at(row))] !== true);
    if (mark === undefined || isFalsy(a.value.at(mark))) continue;
    addTo(byStep, atomOf(trace, mark), { location, rows, mark });
    if (a.activation.at(mark) !== NONE) addTo(byCall, a.activation.at(mark), { location, rows, mark });
  }
  return { byStep, byCall };
}

function findLost(trace: Trace, { rows, mark }: Marked, { timer, segment, to, call }: Cancelled): Lost | undefined {
  const a = trace.accesses;
  const [set, at] = [a.site.at(mark), trace.tasks.site.at(timer)];
  const inner = resetIn(trace, at, set, (fn, around) => isInnerFunction(trace, fn, around));
  const isWait = inner === NONE && call !== NONE && a.activation.at(mark) === call;
  const own = isWait ? resetIn(trace, at, set, (fn, around) => fn === around) : inner;
  // Whoever closes all has taken it back (`clearTimeout(this.timer); delete this.timer`): whoever looks later does not find it.
  const takenBack = (look: number): boolean =>
    rows.some(
      (row) =>
        a.position.at(row) > a.position.at(mark) &&
        a.position.at(row) < a.position.at(look) &&
        a.write.at(row) === 1 &&
        isNothing(trace, row),
    );
  const look = rows.find(
    (row) =>
      (atomOf(trace, row) === to || isSetOffBy(trace, a.segment.at(row), segment)) &&
      a.write.at(row) === 0 &&
      a.position.at(row) > a.position.at(mark) &&
      decidesBranch(trace, row) &&
      !takenBack(row) &&
      !(isWait && isWithin(trace, a.activation.at(row), call)) &&
      leadsTo(trace, a.site.at(row), a.site.at(mark)),
  );
  if (look === undefined) return undefined;
  // `if (this.timer) { clearTimeout(this.timer); this.timer = undefined; }`: whoever sees it takes it back himself. The end of everything is no last word (`marksOf`), but it is one for whoever has cancelled.
  const isTakenBack = (row: number): boolean =>
    a.write.at(row) === 1 && atomOf(trace, row) === atomOf(trace, look) && isFalsy(a.value.at(row));
  if (rows.some((row) => a.position.at(row) > a.position.at(look) && isTakenBack(row))) return undefined;
  const reset = own === NONE ? resetByCallee(trace, at, set) : own;
  return reset === NONE ? undefined : { timer, segment, mark, look, reset, isWait: isWait && own !== NONE };
}

/** The test stands before the mark, or before a call of what sets it: who cancels and then does the work itself asks something else. */
function leadsTo(trace: Trace, look: number, mark: number): boolean {
  const [test, set] = [trace.site(look), trace.site(mark)];
  if (test === undefined || set === undefined) return false;
  if (test.function === set.function) return true;
  const name = lastName(trace.functions[set.function]?.name ?? '');
  const isCall = (kind: string, text: string): boolean => kind === 'call' && lastName(text) === name;
  return (
    name !== '' && trace.sites.some((site) => site.function === test.function && site.line >= test.line && isCall(site.kind, site.text))
  );
}

/** Another write of what is marked, behind the place where the timer is set, or in what has a name to be called by from there, in a function that is so to the one which sets it. NONE. */
function resetIn(trace: Trace, timer: number, mark: number, isSo: (fn: number, around: number) => boolean): number {
  const [set, at] = [trace.site(mark), trace.site(timer)];
  if (set === undefined || at === undefined) return NONE;
  const name = lastName(set.text);
  return trace.sites.findIndex(
    (site, i) =>
      i !== mark &&
      site.kind === 'write' &&
      site.file === at.file &&
      (site.line >= at.line || (site.function !== at.function && isNamed(trace, site.function))) &&
      lastName(site.text) === name &&
      isSo(site.function, at.function),
  );
}

/** `const attempt = (error) => { … };`, not `on('open')`. */
function isNamed(trace: Trace, fn: number): boolean {
  return /^[\w$]+$/.test(trace.functions[fn]?.name ?? '');
}

/** The same in a function that the callback of the timer calls by its name (`setTimeout(() => this.open(), ms)`), or in a callback within that. NONE. */
function resetByCallee(trace: Trace, timer: number, mark: number): number {
  const [set, at] = [trace.site(mark), trace.site(timer)];
  if (set === undefined || at === undefined) return NONE;
  const called = new Set(
    trace.sites.flatMap((site) =>
      site.kind === 'call' && isInnerFunction(trace, site.function, at.function) ? [lastName(site.text)] : [],
    ),
  );
  const isCalled = (fn: number): boolean => fn !== set.function && called.has(lastName(trace.functions[fn]?.name ?? ''));
  const isIn = (fn: number): boolean =>
    isCalled(fn) || trace.functions.some((_, around) => isCalled(around) && isInnerFunction(trace, fn, around));
  const name = lastName(set.text);
  return trace.sites.findIndex(
    (site, i) => i !== mark && site.kind === 'write' && site.file === at.file && lastName(site.text) === name && isIn(site.function),
  );
}

/** `reconnecting` of `this.reconnecting` and of `self.reconnecting`. */
function toDraft({ trace, options }: AnalysisContext, location: number, { timer, segment, mark, look, reset, isWait }: Lost): Draft {
  const a = trace.accesses;
  const [markSite, lookSite, timerSite] = [a.site.at(mark), a.site.at(look), trace.tasks.site.at(timer)];
  const text = locationText(trace, location, markSite);
  const line = (site: number): string => lineText(trace, options, site);
  const who = (site: number): string => functionLabel(trace, trace.functionAt(site));
  const isLater = atomOf(trace, look) !== trace.segments.atom.at(segment);
  const waits = isWait ? 'waits before it takes it back' : 'a timer that takes it back';
  const marks = { lane: 0, text: `sets ${text}, and ${waits}`, site: markSite, access: mark };
  const cancels = { lane: 1, text: isWait ? 'aborts the wait' : 'cancels the timer', site: NONE };
  const looks = { lane: 1, text: `sees ${text} and leaves the work to the other`, site: lookSite, access: look };
  const runs = { lane: 0, text: isWait ? `takes ${text} back` : `the timer takes ${text} back`, site: reset };
  const until = isWait
    ? `until a wait is over (${line(timerSite)}), but another task aborted that wait`
    : `until a timer has run (${line(timerSite)}), but another task cancelled that timer`;
  return {
    kind: 'race.check-then-act',
    key: `cancelled ${timerSite},${lookSite}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `\`${text}\` was set (${line(markSite)}) ${until} and then went by the mark (${line(lookSite)}): nobody takes it back any more, and what it stands for is not done.`,
    why: [
      isWait
        ? `the mark is taken back behind the wait (${line(reset)}), and the call ended without coming there`
        : `only the callback of the timer takes the mark back (${line(reset)}), and it never ran`,
      `the step that ${isWait ? 'aborted the wait' : 'cancelled the timer'}${isLater ? ', or what it set going,' : ''} looked at the mark and took the work for under way`,
      isWait ? 'nobody waited there again' : 'the timer was not set again',
    ],
    places: [
      { site: lookSite, role: 'check', access: look },
      { site: markSite, role: 'mark', access: mark },
      { site: timerSite, role: 'timer' },
    ],
    segments: [a.segment.at(mark), segment],
    activations: [...new Set([a.activation.at(mark), a.activation.at(look)].filter((x) => x !== NONE))],
    scenario: {
      lanes: [who(markSite), 'another task'],
      happened: [marks, cancels, looks],
      other: [marks, runs, looks],
      otherTitle: 'What would be safe',
    },
  };
}
