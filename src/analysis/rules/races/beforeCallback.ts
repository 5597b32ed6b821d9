/**
 * race.order.use-before-init, what a callback is to bring, used behind the call that it was given to: `let text; fs.readFile(file, (error, data) => { text = data; }); return text;`. The callback comes
 * in a later turn each time. Only of variables, of which all places that look at them are known: when nobody looks again later, what the callback sets is for nothing.
 */
import {
  ACCESS_PLAIN,
  FLAG_CONDITION,
  VALUE_EMPTY,
  VALUE_FALSE,
  VALUE_NULL,
  VALUE_TRUE,
  VALUE_UNDEFINED,
  VALUE_ZERO,
} from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { atomOf, functionOf, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { type Draft, sitesOfRaces } from '../../finding.ts';
import { isInnerFunction, originOf } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel } from '../../names.ts';
import { isBefore } from '../../waiting/wakers.ts';

export const beforeCallbackRule: Rule = { kinds: ['race.order.use-before-init'], run: findBeforeCallback };

/** What it has until then says nothing: 0 and '' are there to be added to. */
const NOTHING: ReadonlySet<number> = new Set([VALUE_UNDEFINED, VALUE_NULL, VALUE_ZERO, VALUE_EMPTY]);
/** Tasks that call back once, with what was asked for; a timer or an event brings news. */
const ONCE = /REQ|^(?:PROMISE|ZLIB)$/;
const LISTENS = /^(?:on|once|addListener|addEventListener)\(/;
const LIMIT = 256;

interface Early {
  readonly read: number;
  readonly write: number;
}

function findBeforeCallback(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const drafts: Draft[] = [];
  const known = sitesOfRaces(context.earlier);
  for (const group of factsOf(context).groups) {
    if (context.options.isCancelled()) break;
    if (trace.locations.variable.at(group.location) === NONE || group.writes.length > LIMIT) continue;
    const found = earlyRead(trace, group);
    if (found === undefined || known.has(trace.accesses.site.at(found.read)) || !isAllThereIs(trace, group, found)) continue;
    drafts.push(toDraft(context, group.location, found));
  }
  return drafts;
}

/** A read in the step that has made the call, and behind it; every write is in a callback of such a call, and no read comes after one. */
function earlyRead(trace: Trace, { rows, writes }: LocationAccesses): Early | undefined {
  const { accesses: a, segments: s, tasks } = trace;
  const [write] = writes;
  if (write === undefined) return undefined;
  const reads = rows.filter((row) => a.write.at(row) === 0);
  const read = reads.at(-1);
  if (read === undefined || a.position.at(read) > a.position.at(write)) return undefined;
  if (trace.hasFlag(a.site.at(read), FLAG_CONDITION)) return undefined;
  // Whether it has come yet is asked of a flag. What stands there until then may be taken as it is, where the same comes, or where it is counted (`left--`).
  const isFlag = a.value.at(read) === VALUE_FALSE || a.value.at(read) === VALUE_TRUE;
  if (isFlag) return undefined;
  if (!NOTHING.has(a.value.at(read)) && writes.some((row) => a.how.at(row) !== ACCESS_PLAIN || a.value.at(row) === a.value.at(read))) {
    return undefined;
  }
  const isLate = (row: number): boolean => {
    const task = s.task.at(atomOf(trace, row));
    // The promise of an async function is left without anybody who waits for it: promise.floating tells that.
    if (task === NONE || trace.functions[functionOf(trace, row)]?.async === true) return false;
    if (!ONCE.test(trace.taskType(task)) && !isTimerOfAnother(trace, task, functionOf(trace, read))) return false;
    if (!isInnerFunction(trace, functionOf(trace, row), functionOf(trace, read))) return false;
    const origin = originOf(trace, a.segment.at(row), a.segment.at(read));
    return origin !== undefined && origin.task !== NONE && tasks.initPosition.at(origin.task) < a.position.at(read);
  };
  return writes.every(isLate) ? { read, write } : undefined;
}

/** What was asked of another function, which has set a timer for that: it is the answer that comes by it. */
function isTimerOfAnother(trace: Trace, task: number, reader: number): boolean {
  const fn = trace.functionAt(trace.tasks.site.at(task));
  return trace.isTimeout(task) && fn !== NONE && fn !== reader && !isInnerFunction(trace, fn, reader);
}

/** Every other place that reads the variable has done so early, too; and the function that has read it has made it: no other call will look at it. */
function isAllThereIs(trace: Trace, { rows }: LocationAccesses, { read, write }: Early): boolean {
  const { accesses: a } = trace;
  const [reader, setter] = [functionOf(trace, read), functionOf(trace, write)];
  const { variableIndex: index = NONE } = trace.site(a.site.at(read)) ?? {};
  const [variable, home] = [trace.variables[index], trace.functions[reader]];
  if (variable === undefined || home === undefined || LISTENS.test(trace.functions[setter]?.name ?? '')) return false;
  const isOwn = variable.module ? home.parentFunction === NONE : isBefore(home, variable);
  // Who has set more than nothing to begin with may look at it in the callback, and need no more.
  const isNothing = NOTHING.has(a.value.at(read));
  const seen = new Set(rows.map((row) => a.site.at(row)));
  return (
    isOwn &&
    trace.sites.every(({ kind, variableIndex, file, text }, site) => {
      // Other files have what is exported under the same name.
      if (variableIndex !== index) return file === variable.file || text !== variable.name;
      return kind === 'write' || seen.has(site) || (isNothing && trace.functionAt(site) === setter);
    })
  );
}

function toDraft({ trace, options }: AnalysisContext, location: number, { read, write }: Early): Draft {
  const { accesses: a } = trace;
  const [readSite, writeSite] = [a.site.at(read), a.site.at(write)];
  const name = locationText(trace, location, readSite);
  const [user, setter] = [functionLabel(trace, functionOf(trace, read)), functionLabel(trace, functionOf(trace, write))];
  const uses = {
    lane: 0,
    text: NOTHING.has(a.value.at(read)) ? `uses ${name}: nothing yet` : `uses ${name} as it was to begin with`,
    site: readSite,
    access: read,
  };
  const sets = { lane: 1, text: `sets ${name}`, site: writeSite, access: write };
  return {
    kind: 'race.order.use-before-init',
    key: `${writeSite}`,
    confidence: 0.8,
    verdict: 'observed',
    consequence: false,
    message: `\`${name}\` was used (${lineText(trace, options, readSite)}) behind the call whose callback sets it (${lineText(trace, options, writeSite)}), which comes in a later turn each time; nobody looks at it then.`,
    why: ['the call comes back at once, and what it was asked for comes later', 'use it in the callback, or await a promise of it'],
    places: [
      { site: readSite, role: 'use', access: read },
      { site: writeSite, role: 'set', access: write },
    ],
    segments: [a.segment.at(read), a.segment.at(write)],
    activations: [],
    scenario: {
      lanes: [user, setter],
      happened: [uses, sets],
      other: [sets, { ...uses, text: `uses ${name}` }],
      otherTitle: 'What would be safe',
    },
  };
}
