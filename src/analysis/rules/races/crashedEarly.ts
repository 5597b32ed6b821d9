/**
 * race.order.use-before-init, where the use ended the program: the value was never set, so that there is no write to compare the use with. The error says where
 * nothing was used as an object; what is still waited for, or was not called back yet, says who would have set it.
 */
import { FLAG_FIRST_VALUE, FLAG_NEEDS_INIT, VALUE_NULL, VALUE_UNDEFINED } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { UnhandledRow } from '../../../model/rows.ts';
import { ACCESS_IS_WRITE, type Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { sitesOnLine } from '../../frames.ts';
import { lineText } from '../../locate.ts';
import { isMainModule } from '../../names.ts';
import { accessesAtSites } from '../../shared/accessIndex.ts';

export const crashedEarlyRule: Rule = { kinds: ['race.order.use-before-init'], run: findCrashedEarly };

/** What V8 says of undefined or null that is used as an object, a list or a function. */
const OF_NOTHING =
  /^(?:Uncaught )?(?:Cannot (?:read|set) propert|Cannot destructure .* (?:undefined|null)|.* is not (?:a function|iterable|a constructor))/;

/** What functions are called that have no name of their own. */
const IS_GIVEN = /^(?:(?:\(anonymous\))?$|(?:on|once|addListener|addEventListener)\()/;

function findCrashedEarly({ trace, options }: AnalysisContext): Draft[] {
  return trace.unhandled.flatMap((row) => {
    const draft = row.kind !== 'late' && row.task === NONE && OF_NOTHING.test(row.message) ? explain(trace, row, options) : undefined;
    return draft === undefined ? [] : [draft];
  });
}

function explain(trace: Trace, row: UnhandledRow, options: AnalysisContext['options']): Draft | undefined {
  const thrown = /^\s*at (?:async )?(.*)$/m.exec(row.stack)?.[1] ?? '';
  const uses = sitesOnLine(trace, thrown).filter((site) => {
    const { kind, flags = 0 } = trace.site(site) ?? {};
    return kind === 'read' && (flags & FLAG_NEEDS_INIT) !== 0;
  });
  const found = uses.flatMap((use) => {
    const set = pendingWrite(trace, use);
    return set === NONE ? [] : [{ use, set }];
  });
  const [first] = found;
  // Two of them on one line: which one was empty is not known.
  if (first === undefined || found.some(({ set }) => set !== first.set)) return undefined;
  const { use, set } = first;
  const name = trace.site(use)?.text ?? '';
  const lines = `(${lineText(trace, options, use)}) before it was set (${lineText(trace, options, set)})`;
  return {
    kind: 'race.order.use-before-init',
    key: `${set}`,
    confidence: 0.9,
    verdict: 'observed',
    consequence: true,
    message: `\`${name}\` was used ${lines}: nothing makes the use wait, and the error ended the program.`,
    why: [row.message.split('\n')[0] ?? '', 'what sets it had not run yet when the program ended'],
    places: [
      { site: use, role: 'use' },
      { site: set, role: 'set' },
    ],
    segments: [row.segment],
    activations: [],
    scenario: {
      lanes: ['initialiser', 'user'],
      happened: [{ lane: 1, text: `uses ${name}: not set yet`, site: use }],
      other: [
        { lane: 0, text: `sets ${name}`, site: set },
        { lane: 1, text: `waits for it, then uses ${name}`, site: use },
      ],
      otherTitle: 'What would be safe',
    },
  };
}

/** The place that would have given it its first value, if that had a way to come: in a callback that was not called, or after an await that is not over. NONE when it was set before. */
function pendingWrite(trace: Trace, use: number): number {
  const writes = [...trace.sites.keys()].filter((site) => isSameName(trace, use, site));
  const { accesses: a } = trace;
  for (const i of accessesAtSites(trace, writes)) {
    if (a.write.at(i) !== ACCESS_IS_WRITE) continue;
    const isStart = isMainModule(trace, trace.functionAt(a.site.at(i)));
    if (!isStart || (a.value.at(i) !== VALUE_UNDEFINED && a.value.at(i) !== VALUE_NULL)) return NONE;
  }
  return writes.find((site) => trace.functionAt(site) !== trace.functionAt(use) && isPending(trace, trace.functionAt(site))) ?? NONE;
}

/** A write, in the same file, of the variable that is read, or of a property or entry of the same name that has no value before. */
function isSameName(trace: Trace, use: number, site: number): boolean {
  const [read, write] = [trace.site(use), trace.site(site)];
  if (read === undefined || write?.kind !== 'write' || read.file !== write.file) return false;
  if (read.variableIndex !== NONE || write.variableIndex !== NONE) {
    return read.variableIndex === write.variableIndex && trace.variables[read.variableIndex]?.uninitialised === true;
  }
  return ((write.flags ?? 0) & FLAG_FIRST_VALUE) !== 0 && lastPlace(read.text) === lastPlace(write.text);
}

/** `admin` of `state.admin`, `rooms<>` of `rooms.get` and `rooms.set`, `rooms[]` of `rooms[id]`. */
function lastPlace(text: string): string {
  return /[\w$#]+(?:<>|\[\])?$/.exec(text.replace(/\.(?:get|set)$/, '<>').replace(/\[[^[\]]*\]$/, '[]'))?.[0] ?? text;
}

function isPending(trace: Trace, fn: number): boolean {
  const { activations: acts } = trace;
  let isCalled = false;
  for (let i = 0; i < acts.length; i++) {
    if (acts.fn.at(i) !== fn) continue;
    if (acts.sync.at(i) === 0 && acts.endSegment.at(i) === NONE) return true;
    isCalled = true;
  }
  // A method that nobody called is no way to a value; a callback, or a listener, was given to somebody.
  return !isCalled && !isMainModule(trace, fn) && IS_GIVEN.test(trace.functions[fn]?.name ?? '');
}
