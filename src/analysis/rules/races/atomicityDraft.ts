/** What race.atomicity, race.check-then-act and race.stale-compound say: the sentence, the three places, both orders. */
import { ACCESS_RMW, ANY_ENTRY, LOCATION_WHOLE, MORE_CUTS } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { locationText } from '../../shared/accesses.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import type { DependencePair } from '../../shared/links.ts';
import { commonCaller, stepOf } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, lastName, workName } from '../../names.ts';
import { callsOfHelper } from '../../siteIndex.ts';

export type PairKind = DependencePair['kind'];

export interface Split {
  readonly read: number;
  readonly write: number;
  readonly kind: PairKind;
  /** Sites of the calls that lead to the two, when those are in another file. */
  readonly calls?: { readonly read: number; readonly write: number } | undefined;
  /** Site at which the step of the read changed the location before it looked: what others write there comes before their own look. */
  readonly mark: number;
  /** Properties that the look was at and the write names, of a write that leaves the rest as it is (patches.ts). */
  readonly parts?: readonly string[];
  /** The look is at a time, and decides how long the call sleeps. */
  readonly isOfClock?: true;
}

export interface Conflict extends Split {
  readonly other: number;
  readonly observed: boolean;
  readonly confidence: number;
}

const KIND_NAME: Readonly<Record<PairKind, string>> = {
  value: 'race.atomicity',
  guard: 'race.check-then-act',
  stale: 'race.stale-compound',
};

/** Of two that are one defect the one where it is made: that of the callers of a cache class of the program is that of its map, and that of an accessor is that of who asks for its property. */
export function withoutEchoes<T extends { readonly conflict: Conflict }>(trace: Trace, all: readonly T[]): T[] {
  const { site } = trace.accesses;
  const lines = new Set(
    all.filter(({ conflict }) => conflict.calls === undefined).map(({ conflict }) => lineOf(trace, site.at(conflict.write))),
  );
  const names = new Set(all.map(({ conflict }) => `${placeOf(trace, conflict.read)} ${placeOf(trace, conflict.write)}`));
  return all.filter(({ conflict: { calls, read, write } }) => {
    if (calls !== undefined) return !lines.has(lineOf(trace, calls.write));
    const [getter, setter] = [accessorOf(trace, read), accessorOf(trace, write)];
    return getter === '' || setter === '' || !names.has(`${getter} ${setter}`);
  });
}

function lineOf(trace: Trace, site: number): string {
  const row = trace.site(site);
  return row === undefined ? '' : `${row.file}:${row.line}`;
}

function placeOf(trace: Trace, access: number): string {
  return lastName(trace.site(trace.accesses.site.at(access))?.text ?? '');
}

/** `left` of the `get left()` in which an access is made; '' elsewhere. */
function accessorOf(trace: Trace, access: number): string {
  const { name = '', called = false } = trace.functions[trace.functionAt(trace.accesses.site.at(access))] ?? {};
  return called ? lastName(name) : '';
}

/** The same work a second time. */
function another(name: string): string {
  return name.startsWith('the ') ? `another run of ${name}` : `another call of ${name}`;
}

/** What follows from a change after the check: whoever made it had checked, too, or has changed what the check was about. */
function outcome(context: AnalysisContext, { observed, write, other }: Conflict): string {
  const { site } = context.trace.accesses;
  const checks = factsOf(context).pairsByWrite.get(site.at(other)) ?? [];
  if (site.at(other) === site.at(write) || checks.some(({ kind }) => kind === 'guard')) {
    return observed ? 'both passed the check' : 'both pass the check';
  }
  return observed ? 'what was checked no longer held' : 'what was checked no longer holds';
}

const PUTS_LAST = /\.push$/;

/** What follows from a write in between: it is gone, unless both only put something beside what is there. */
function lost(trace: Trace, { parts = [], write, other }: Conflict): string {
  const puts = (row: number): boolean => PUTS_LAST.test(trace.site(trace.accesses.site.at(row))?.text ?? '');
  if (puts(write) && puts(other)) return 'what was read did not have that yet';
  if (trace.hasMore(trace.accesses.site.at(write), MORE_CUTS)) return 'what was chosen from it may be the same';
  if (parts.every((part) => part === ANY_ENTRY) && parts.length > 0) return 'that update of an entry is lost';
  return parts.length === 0 ? 'that update is lost' : `that update of ${parts.map((part) => `\`${part}\``).join(', ')} is lost`;
}

/** Where read and write are in functions of another file: the calls say more. */
function linkedMessage(context: AnalysisContext, conflict: Conflict, text: string, mine: string, who: string): string {
  const { trace, options } = context;
  const changed = conflict.observed ? 'changed' : 'can change';
  const [read, write] = [conflict.calls?.read ?? NONE, conflict.calls?.write ?? NONE];
  const [reader, writer] = [read, write].map((site) => `\`${trace.site(site)?.text ?? ''}\` (${lineText(trace, options, site)})`);
  if (trace.site(write)?.kind !== 'call') {
    const line = lineText(trace, options, write);
    return conflict.kind === 'guard'
      ? `${mine} asks ${reader} and acts on the answer after an await (${line}); ${who} ${changed} \`${text}\` in between: ${outcome(context, conflict)}.`
      : `\`${text}\` is read by ${reader} in ${mine} and written after an await (${line}); ${who} ${conflict.observed ? 'wrote' : 'can write'} it in between, and ${lost(trace, conflict)}.`;
  }
  if (trace.site(read)?.kind !== 'call') {
    return conflict.kind === 'guard'
      ? `${mine} checks ${reader} and acts on it with ${writer} after an await; ${who} ${changed} it in between: ${outcome(context, conflict)}.`
      : `${reader} is read in ${mine} and written by ${writer} after an await; ${who} ${conflict.observed ? 'wrote' : 'can write'} it in between, and ${lost(trace, conflict)}.`;
  }
  return conflict.kind === 'guard'
    ? `${mine} asks ${reader} and acts on the answer with ${writer} after an await; ${who} ${changed} \`${text}\` in between: ${outcome(context, conflict)}.`
    : `\`${text}\` is read by ${reader} in ${mine} and written by ${writer} after an await; ${who} ${conflict.observed ? 'wrote' : 'can write'} it in between, and ${lost(trace, conflict)}.`;
}

/** Where read, write or both are in helpers that one function calls one after the other: its calls. */
function helperCalls(trace: Trace, { read, write }: Conflict): Conflict['calls'] {
  const { accesses: a, activations: acts, tasks } = trace;
  const [reader, writer] = [a.activation.at(read), a.activation.at(write)];
  const caller = reader === NONE || writer === NONE ? NONE : commonCaller(trace, reader, writer);
  if (caller === NONE) return undefined;
  const within = acts.fn.at(caller);
  const callOf = (access: number): number => {
    const [activation, own] = [a.activation.at(access), a.site.at(access)];
    const step = activation === caller ? NONE : stepOf(trace, activation, caller);
    const promise = step === NONE ? NONE : acts.promise.at(step);
    if (promise !== NONE) {
      // What it calls waits itself: there the two are apart.
      if (caller === reader || caller === writer) return NONE;
      const site = tasks.site.at(promise);
      return trace.site(site)?.kind === 'call' && trace.functionAt(site) === within ? site : NONE;
    }
    const helper = step === NONE ? trace.functionAt(own) : acts.fn.at(step);
    if (helper === within) return own;
    const calls = callsOfHelper(trace, within, helper);
    return (access === read ? calls[0] : calls.at(-1)) ?? NONE;
  };
  const calls = { read: callOf(read), write: callOf(write) };
  const isPlain = calls.read === a.site.at(read) && calls.write === a.site.at(write);
  return isPlain || calls.read === NONE || calls.write === NONE || calls.read === calls.write ? undefined : calls;
}

/** `await insert(next, row); next++` */
function isCountedOn(trace: Trace, { kind, write }: Conflict): boolean {
  const { accesses: a } = trace;
  const isEntry = trace.site(a.site.at(write))?.text.endsWith('.get') === true;
  return kind === 'value' && !isEntry && a.how.at(write) === ACCESS_RMW && trace.locations.kind.at(a.location.at(write)) !== LOCATION_WHOLE;
}

/** The task behind a helper that waits for nothing. */
function callerName(trace: Trace, access: number): string {
  const { accesses: a, activations: acts } = trace;
  const activation = a.activation.at(access);
  const caller = isCallback(trace, access) && activation !== NONE ? acts.parent.at(activation) : NONE;
  return caller === NONE ? workName(trace, access) : functionLabel(trace, acts.fn.at(caller));
}

/** Code without an await of its own. */
export function isCallback({ accesses: a, activations: acts }: Trace, access: number): boolean {
  const activation = a.activation.at(access);
  return activation === NONE || acts.sync.at(activation) === 1;
}

export function toDraft(context: AnalysisContext, conflict: Conflict, location: number): Draft {
  const { trace, options } = context;
  const a = trace.accesses;
  const [readSite, writeSite, otherSite] = [a.site.at(conflict.read), a.site.at(conflict.write), a.site.at(conflict.other)];
  const text = locationText(trace, location, writeSite);
  const line = (site: number): string => lineText(trace, options, site);
  const isOfOne = conflict.calls !== undefined && trace.functionAt(conflict.calls.read) === trace.functionAt(conflict.calls.write);
  // Through helpers of its own: what the function calls says more than what these call.
  const calls = isOfOne ? conflict.calls : (helperCalls(trace, conflict) ?? conflict.calls);
  const mine = calls === undefined ? workName(trace, conflict.write) : functionLabel(trace, trace.functionAt(calls.write));
  const other = calls === undefined ? workName(trace, conflict.other) : callerName(trace, conflict.other);
  const who = mine === other ? another(other) : other;
  const [reader, writer] = [trace.functionAt(readSite), trace.functionAt(writeSite)];
  const reading = reader === writer ? mine : functionLabel(trace, reader);
  const inCallback = isCallback(trace, conflict.write);
  const later = inCallback ? 'in a later callback' : 'after an await';
  const plain: Readonly<Record<PairKind, string>> = {
    value: isCountedOn(trace, conflict)
      ? `\`${text}\` is read in ${reading} (${line(readSite)}) and counted on only ${later} (${line(writeSite)}); ${who} ${conflict.observed ? 'came' : 'can come'} in between: both go by the same number.`
      : `\`${text}\` is read in ${reading} (${line(readSite)}) and written ${later} (${line(writeSite)}); ${who} ${conflict.observed ? 'wrote' : 'can write'} it in between, and ${lost(trace, conflict)}.`,
    stale: `\`${text}\` is read before the await and written after it in one assignment in ${mine}; ${who} ${conflict.observed ? 'changed' : 'can change'} it in between, and ${lost(trace, conflict)}.`,
    guard: `${reading} checks \`${locationText(trace, location, readSite)}\` (${line(readSite)}) and acts on it ${later} (${line(writeSite)}); ${who} ${conflict.observed ? 'changed' : 'can change'} it in between: ${outcome(context, conflict)}.`,
  };
  const linked = calls === undefined ? undefined : linkedMessage(context, { ...conflict, calls }, text, mine, who);
  const lanes = mine === other ? [`${mine} (first)`, `${mine} (second)`] : [mine, other];
  const isGuard = conflict.kind === 'guard';
  const read = { lane: 0, text: `${isGuard ? 'checks' : 'reads'} ${text}`, site: readSite, access: conflict.read };
  const write = { lane: 0, text: `writes ${text}`, site: writeSite, access: conflict.write };
  const lateWrite = { ...write, text: `${write.text} ${isGuard ? 'on the old check' : 'from the old value'}` };
  const between = { lane: 1, text: `writes ${text}`, site: otherSite, access: conflict.other };
  const bad = [read, between, lateWrite];
  const isOwnWrite = calls?.write === writeSite;
  const readBy = { site: calls?.read ?? readSite, role: 'read by' };
  const actual = conflict.observed
    ? bad
    : a.position.at(conflict.other) < a.position.at(conflict.read)
      ? [between, read, write]
      : [read, write, between];
  const own = [
    ...(calls === undefined || isOwnWrite ? [] : [{ site: calls.write, role: 'write by' }, readBy]),
    { site: writeSite, role: 'write', access: conflict.write },
    ...(isOwnWrite ? [readBy] : []),
    { site: readSite, role: 'read', access: conflict.read },
  ];
  return {
    kind: KIND_NAME[conflict.kind],
    key: `${calls?.write ?? writeSite}`,
    confidence: conflict.confidence,
    verdict: conflict.observed ? 'observed' : 'predicted',
    consequence: conflict.observed && conflict.kind !== 'guard',
    message: linked ?? plain[conflict.kind],
    why: [
      inCallback ? 'the write comes in a later callback' : 'an await lies between the read and the write',
      `nothing orders ${who} before the read or after the write`,
      'no lock is held over both',
    ],
    places: [...own, { site: otherSite, role: 'other write', access: conflict.other }],
    // Which of several writers comes in between is chance.
    identity: own.map(({ site }) => site),
    segments: [a.segment.at(conflict.read), a.segment.at(conflict.write), a.segment.at(conflict.other)],
    activations: [...new Set([a.activation.at(conflict.write), a.activation.at(conflict.other)].filter((x) => x !== NONE))],
    scenario: {
      lanes,
      happened: actual,
      other: conflict.observed ? [read, write, between] : bad,
      otherTitle: conflict.observed ? 'What would be safe' : 'What can happen',
    },
  };
}
