/**
 * race.order.last-write, an answer that comes when it was given up: a function sets a limit of time that calls its callback with an error, and the answer that comes after that calls it once more
 * (`const limit = setTimeout(() => done(new Error('late')), ms); ask((answer) => { clearTimeout(limit); done(null, answer); })`). What the callback had stored of the failure is overwritten. Only what happened
 * is reported.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import { type Trace } from '../../../model/trace.ts';
import { ACCESS_PLAIN } from '../../../model/vocabulary.ts';
import { locationText } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { type Draft, sitesOfRaces } from '../../finding.ts';
import { isWithin, segmentBehind } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, taskName } from '../../names.ts';
import { callsNamed, sitesIn } from '../../siteIndex.ts';

export const answeredTwiceRule: Rule = { kinds: ['race.order.last-write'], run: findAnsweredTwice };

/** Steps back from an answer to the call that asked. */
const MAX_STEPS = 64;
/** Calls of one callback that are looked at. */
const MANY = 32;

/** The calls of one callback in one function. */
interface Answers {
  readonly late: number;
  readonly answer: number;
}

function findAnsweredTwice(context: AnalysisContext): Draft[] {
  const { trace, order } = context;
  const { accesses: a, activations: acts, tasks } = trace;
  const limits = limitsOf(trace);
  if (limits.size === 0) return [];
  const told = sitesOfRaces(context.earlier);
  const writes = new Map<number, number[]>();
  for (let row = 0; row < a.length; row++) {
    if (a.write.at(row) === 1 && a.how.at(row) === ACCESS_PLAIN && a.activation.at(row) !== NONE) addTo(writes, a.activation.at(row), row);
  }
  const calls = new Map<string, number[]>();
  for (const at of writes.keys()) if (acts.parent.at(at) !== NONE) addTo(calls, `${acts.parent.at(at)},${acts.fn.at(at)}`, at);
  const drafts: Draft[] = [];
  for (const each of calls.values()) {
    const own = each.sort((x, y) => x - y).slice(0, MANY);
    for (const first of own) {
      const timer = timerOf(trace, first);
      const asker = timer === NONE ? NONE : tasks.creator.at(timer);
      const answers = asker === NONE ? undefined : limits.get(trace.functionAt(tasks.site.at(timer)));
      const isAnswer = (at: number): boolean =>
        at > first &&
        !order.isOrdered(acts.startSegment.at(first), acts.startSegment.at(at)) &&
        comesFrom(trace, acts.startSegment.at(at), asker);
      const second = answers && own.find(isAnswer);
      for (const write of second === undefined ? [] : (writes.get(second) ?? [])) {
        const isOver = (row: number): boolean =>
          a.location.at(row) === a.location.at(write) && a.site.at(row) === a.site.at(write) && a.value.at(row) !== a.value.at(write);
        const before = (writes.get(first) ?? []).find(isOver);
        if (answers === undefined || before === undefined || told.has(a.site.at(write))) continue;
        told.add(a.site.at(write));
        drafts.push(toDraft(context, answers, before, write));
      }
    }
  }
  return drafts;
}

/** Function → its calls of one callback: with an error, in the callback of a timer, and where that timer is cleared. */
function limitsOf(trace: Trace): Map<number, Answers> {
  const found = new Map<number, Answers>();
  const clears = callsNamed(trace, 'clearTimeout');
  if (clears.length === 0) return found;
  /** Function → calls with an error, in the functions that stand in it. */
  const failures = new Map<number, number[]>();
  for (const [fn, { parentFunction = NONE }] of trace.functions.entries()) {
    const sites = parentFunction === NONE ? [] : sitesIn(trace, fn);
    const call = sites.some((site) => isError(trace, site)) ? sites.find((site) => callbackAt(trace, site) !== '') : undefined;
    if (call !== undefined) addTo(failures, parentFunction, call);
  }
  for (const clear of clears) {
    const answering = trace.functionAt(clear);
    const isOther = (call: number): boolean => trace.functionAt(call) !== answering;
    let asker = trace.functions[answering]?.parentFunction ?? NONE;
    for (; asker !== NONE; asker = trace.functions[asker]?.parentFunction ?? NONE) {
      for (const late of failures.get(asker)?.filter(isOther) ?? []) {
        const answer = sitesIn(trace, answering).find((site) => callbackAt(trace, site) === callbackAt(trace, late));
        if (answer !== undefined && !found.has(asker)) found.set(asker, { late, answer });
      }
    }
  }
  return found;
}

function isError(trace: Trace, site: number): boolean {
  const row = trace.site(site);
  return row?.kind === 'new' && row.text.endsWith('Error');
}

/** `done` of `done(…)`; '' of a method, and of what sets or clears a timer. */
function callbackAt(trace: Trace, site: number): string {
  const row = trace.site(site);
  return row?.kind === 'call' && /^\w+$/.test(row.text) && !/^(?:set|clear)[A-Z]/.test(row.text) ? row.text : '';
}

/** The timer that has called it; NONE. */
function timerOf(trace: Trace, activation: number): number {
  const { activations: acts, segments: s } = trace;
  const task = s.task.at(s.atom.at(acts.startSegment.at(activation)));
  return trace.isTimeout(task) ? task : NONE;
}

/** What a segment goes back to was made by a call. */
function comesFrom(trace: Trace, segment: number, call: number): boolean {
  const { segments: s, tasks } = trace;
  for (let at = segment, step = 0; at !== NONE && step < MAX_STEPS; at = segmentBehind(trace, at), step++) {
    const task = s.task.at(s.atom.at(at));
    if (task === NONE) return false;
    if (tasks.creator.at(task) !== NONE && isWithin(trace, tasks.creator.at(task), call)) return true;
  }
  return false;
}

function toDraft({ trace, options }: AnalysisContext, { late, answer }: Answers, before: number, write: number): Draft {
  const { accesses: a } = trace;
  const site = a.site.at(write);
  const text = locationText(trace, a.location.at(write), site);
  const line = (at: number): string => lineText(trace, options, at);
  const name = taskName(trace, a.activation.at(write));
  const callback = callbackAt(trace, late);
  const gives = { lane: 0, text: `gives up, and stores ${text}`, site, access: before };
  const answers = { lane: 1, text: `answers, and stores ${text}`, site, access: write };
  return {
    kind: 'race.order.last-write',
    key: `answered twice ${site},${late}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `\`${callback}\` was called when the time was over (${line(late)}), and once more when the answer came (${line(answer)}): ${name} stored \`${text}\` twice (${line(site)}), and what the later call says has taken the place of what was given up.`,
    why: [
      'nothing orders the timer and the answer',
      'the answer does not look whether the time was over',
      'the callback is called for each of them',
    ],
    places: [
      { site, role: 'write', access: write },
      { site: late, role: 'gives up' },
      { site: answer, role: 'answer' },
    ],
    segments: [a.segment.at(before), a.segment.at(write)],
    activations: [a.activation.at(before), a.activation.at(write)],
    scenario: {
      lanes: ['timer', functionLabel(trace, trace.functionAt(answer))],
      happened: [gives, answers],
      other: [answers],
      otherTitle: 'What would be safe',
    },
  };
}
