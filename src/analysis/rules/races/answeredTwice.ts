/**
 * race.order.last-write, an answer that comes when it was given up: a function sets a limit of time that calls its callback with an error, and the answer that comes after that calls it once more
 * (`const limit = setTimeout(() => done(new Error('late')), ms); ask((answer) => { clearTimeout(limit); done(null, answer); })`). What the callback had stored of the failure is overwritten, or what the two
 * functions store themselves (`this.state = 'closed'; done(new Error('late'))`). Only what happened is reported.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { ACCESS_PLAIN } from '../../../model/vocabulary.ts';
import { atomOf, functionOf, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
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
  for (const answers of limits.values()) {
    for (const group of factsOf(context).groups) {
      if (context.options.isCancelled()) return drafts;
      const [before, write] = storedTwice(context, answers, group) ?? [NONE, NONE];
      if (write === NONE || told.has(a.site.at(write))) continue;
      told.add(a.site.at(write));
      drafts.push(toDraft(context, answers, before, write));
      break;
    }
  }
  return drafts;
}

/** What the function that gives up has stored, and the one that answers stored over it, of one call, without a look at anything that giving up had changed. */
function storedTwice(context: AnalysisContext, { late, answer }: Answers, group: LocationAccesses): readonly [number, number] | undefined {
  const { trace, order } = context;
  const a = trace.accesses;
  const [givesUp, answers] = [late, answer].map((site) => trace.functionAt(site));
  const { coverage } = factsOf(context);
  for (const [i, write] of group.writes.entries()) {
    const before = group.writes[i - 1];
    if (before === undefined || functionOf(trace, write) !== answers || functionOf(trace, before) !== givesUp) continue;
    const arePlain = [before, write].every((row) => a.how.at(row) === ACCESS_PLAIN) && a.value.at(before) !== a.value.at(write);
    if (!arePlain || order.isOrdered(a.segment.at(before), a.segment.at(write))) continue;
    const timer = trace.segments.task.at(atomOf(trace, before));
    if (timer === NONE || trace.taskType(timer) !== 'Timeout') continue;
    if (!goesBackTo(trace, a.segment.at(write), trace.tasks.initSegment.at(timer))) continue;
    const isRead = group.rows.some(
      (row) => a.write.at(row) === 0 && a.position.at(row) > a.position.at(write) && functionOf(trace, row) !== answers,
    );
    const changed = new Set(coverage.accessesOfStep(before).flatMap((row) => (a.write.at(row) === 1 ? [a.location.at(row)] : [])));
    const isLook = (row: number): boolean => a.write.at(row) === 0 && row < write && changed.has(a.location.at(row));
    if (isRead && !coverage.accessesOfStep(write).some(isLook)) return [before, write];
  }
  return undefined;
}

/** What a segment goes back to was made in a step. */
function goesBackTo(trace: Trace, segment: number, step: number): boolean {
  const { atom } = trace.segments;
  for (let at = segment, i = 0; at !== NONE && i < MAX_STEPS; at = segmentBehind(trace, at), i++) {
    if (atom.at(at) === atom.at(step)) return true;
  }
  return false;
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
        const isAnswer = (site: number): boolean => isAnswerTo(callbackAt(trace, late), callbackAt(trace, site));
        const answer = sitesIn(trace, answering).find(isAnswer) ?? answerBeside(trace, asker, late, isAnswer);
        if (answer !== undefined && !found.has(asker)) found.set(asker, { late, answer });
      }
    }
  }
  return found;
}

/** `ask().then((answer) => resolve(answer)).finally(() => clearTimeout(limit))`: another function of the asker answers. */
function answerBeside(trace: Trace, asker: number, late: number, isAnswer: (site: number) => boolean): number | undefined {
  for (const [fn, { parentFunction }] of trace.functions.entries()) {
    if (parentFunction !== asker || fn === trace.functionAt(late)) continue;
    const answer = sitesIn(trace, fn).find(isAnswer);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** The same callback, or the two functions of a promise. */
function isAnswerTo(late: string, answer: string): boolean {
  return answer === late || (/^rej/i.test(late) && /^res/i.test(answer));
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
  const isPlain = a.activation.at(write) === NONE;
  const name = isPlain ? functionLabel(trace, functionOf(trace, write)) : taskName(trace, a.activation.at(write));
  const callback = callbackAt(trace, late);
  const isTwice = a.site.at(before) === site;
  const again = callbackAt(trace, answer) === callback ? 'once more' : `\`${callbackAt(trace, answer)}\``;
  const gives = { lane: 0, text: `gives up, and stores ${text}`, site: a.site.at(before), access: before };
  const answers = { lane: 1, text: `answers, and stores ${text}`, site, access: write };
  return {
    kind: 'race.order.last-write',
    key: `answered twice ${site},${late}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `\`${callback}\` was called when the time was over (${line(late)}), and ${again} when the answer came (${line(answer)}): ${isTwice ? `${name} stored \`${text}\` twice` : `\`${text}\`, stored then, was stored anew in ${name}`} (${line(site)}), and what the later call says has taken the place of what was given up.`,
    why: [
      'nothing orders the timer and the answer',
      'the answer does not look whether the time was over',
      isTwice ? 'the callback is called for each of them' : 'nothing takes back what waits for the answer',
    ],
    places: [
      { site, role: 'write', access: write },
      ...(isTwice ? [] : [{ site: a.site.at(before), role: 'gives up', access: before } as const]),
      { site: late, role: 'gives up' },
      { site: answer, role: 'answer' },
    ],
    segments: [a.segment.at(before), a.segment.at(write)],
    activations: [a.activation.at(before), a.activation.at(write)].filter((x) => x !== NONE),
    scenario: {
      lanes: ['timer', functionLabel(trace, trace.functionAt(answer))],
      happened: [gives, answers],
      other: [answers],
      otherTitle: 'What would be safe',
    },
  };
}
