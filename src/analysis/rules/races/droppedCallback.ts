/**
 * race.check-then-act, a callback that nobody calls: `this.reconnecting = true; this.open(() => { this.reconnecting = false; })`, where another task has opened meanwhile, so that `open` finds
 * nothing to do and returns without a word. What only the callback takes back stays set for good. Only what happened is reported.
 */
import { VALUE_TRUE } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { atomOf, decidesBranch, firstFrom, functionOf, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { isSetOffBy } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { isWrittenIn } from '../../locks/plainCalls.ts';
import { functionLabel, lastName } from '../../names.ts';
import { sitesIn, sitesNamed } from '../../siteIndex.ts';
import { isField, racesByPlace } from './byPlace.ts';

export const droppedCallbackRule: Rule = { kinds: ['race.check-then-act'], run: findDroppedCallbacks };

interface Dropped {
  /** Where the mark was set, where the callback that takes it back was handed over, and where the callee found nothing to do. */
  readonly mark: number;
  readonly call: number;
  readonly look: number;
  /** Who was there first. */
  readonly news: number;
}

/** The call that is given all that takes back what is set at a site, NONE where there is none; and what it calls. */
interface Handed {
  readonly call: number;
  readonly runs: readonly Run[];
}

function findDroppedCallbacks(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const found = new Map<number, Handed>();
  const handedAt = (site: number): Handed => {
    const call = found.has(site) ? NONE : callWithAllResets(trace, site);
    const known = found.get(site) ?? { call, runs: call === NONE ? [] : runsNamed(trace, lastName(trace.site(call)?.text ?? '')) };
    found.set(site, known);
    return known;
  };
  return racesByPlace(context, {
    find: (group) => (isField(trace, group) ? droppedAt(context, group, handedAt) : undefined),
    siteOf: ({ mark }) => trace.accesses.site.at(mark),
    toDraft: (location, found) => toDraft(context, location, found),
  });
}

/** Constructors give a mark its first value. */
const CONSTRUCTS = /^(?:constructor|[A-Z]\w*)$/;

/** All other places that write it, but for the constructor, stand in what one call is given. */
function callWithAllResets(trace: Trace, site: number): number {
  const file = trace.site(site)?.file;
  const name = lastName(trace.site(site)?.text ?? '');
  let call = NONE;
  for (const other of name === '' ? [] : sitesNamed(trace, name)) {
    const row = trace.site(other);
    if (row === undefined || other === site || (row.kind !== 'write' && row.kind !== 'update')) continue;
    const fn = trace.functions[row.function];
    if (row.file === file && CONSTRUCTS.test(lastName(fn?.name ?? ''))) continue;
    const calls = fn === undefined ? [] : sitesIn(trace, fn.parentFunction);
    const given = calls.find((at) => trace.site(at)?.kind === 'call' && isWrittenIn(trace, other, at)) ?? NONE;
    if (given === NONE || (call !== NONE && call !== given)) return NONE;
    call = given;
  }
  return call;
}

function droppedAt(context: AnalysisContext, { rows, writes }: LocationAccesses, handedAt: (site: number) => Handed): Dropped | undefined {
  const { trace } = context;
  const a = trace.accesses;
  const mark = writes.at(-1) ?? NONE;
  if (mark === NONE || a.value.at(mark) !== VALUE_TRUE || !rows.some((row) => decidesBranch(trace, row))) return undefined;
  const { call, runs } = handedAt(a.site.at(mark));
  const look = returnsEarly(trace, runs, mark);
  const news = look === undefined ? undefined : newsBefore(context, mark, look);
  return look === undefined || news === undefined ? undefined : { mark, call, look, news };
}

/** What a function did in one callback. */
interface Run {
  /** The last read that decided something; NONE. */
  look: number;
  /** It wrote something. */
  does: boolean;
  /** It only looked, and decided by that. */
  onlyLooks: boolean;
}

/** All runs of functions by that name, in the order in which they began. */
function runsNamed(trace: Trace, name: string): Run[] {
  const a = trace.accesses;
  const isNamed = trace.functions.map((fn) => lastName(fn.name) === name);
  const runs = new Map<number, Run>();
  for (let row = 0; row < a.length; row++) {
    if (isNamed[functionOf(trace, row)] !== true) continue;
    const run = runs.get(atomOf(trace, row)) ?? { look: NONE, does: false, onlyLooks: true };
    runs.set(atomOf(trace, row), run);
    if (a.write.at(row) === 1) run.does = true;
    if (decidesBranch(trace, row)) run.look = row;
    else run.onlyLooks = false;
  }
  return [...runs.values()];
}

/** The last run that the step of the mark has set off: it found something and did nothing, where another run did something. The read by which it found that. */
function returnsEarly(trace: Trace, runs: readonly Run[], mark: number): number | undefined {
  const marked = trace.accesses.segment.at(mark);
  const isBehind = (look: number): boolean => {
    const segment = look === NONE ? NONE : trace.accesses.segment.at(look);
    return segment > marked && isSetOffBy(trace, segment, marked);
  };
  return runs.some(({ does }) => does)
    ? runs.findLast(({ look, does, onlyLooks }) => !does && onlyLooks && isBehind(look))?.look
    : undefined;
}

/** What another task has written where the look found it, since the mark was set: nothing orders the two. */
function newsBefore(context: AnalysisContext, mark: number, look: number): number | undefined {
  const { trace, order } = context;
  const a = trace.accesses;
  const writes = factsOf(context).coverage.writesOf(a.location.at(look));
  const news = writes[firstFrom(trace, writes, a.position.at(look)) - 1];
  if (news === undefined || a.position.at(news) < a.position.at(mark) || atomOf(trace, news) === atomOf(trace, look)) return undefined;
  return order.isOrdered(a.segment.at(news), a.segment.at(look)) ? undefined : news;
}

function toDraft({ trace, options }: AnalysisContext, location: number, { mark, call, look, news }: Dropped): Draft {
  const a = trace.accesses;
  const [markSite, lookSite, newsSite] = [mark, look, news].map((row) => a.site.at(row)) as [number, number, number];
  const text = locationText(trace, location, markSite);
  const found = locationText(trace, a.location.at(look), lookSite);
  const [setter, callee, other] = [mark, look, news].map((row) => functionLabel(trace, functionOf(trace, row))) as [string, string, string];
  const line = (site: number): string => lineText(trace, options, site);
  const marks = { lane: 0, text: `sets ${text}`, site: markSite, access: mark };
  const changes = { lane: 1, text: `changes ${found}`, site: newsSite, access: news };
  const looks = { lane: 0, text: `looks at ${found}`, site: lookSite, access: look };
  return {
    kind: 'race.check-then-act',
    key: `dropped ${markSite}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `${setter} sets \`${text}\` (${line(markSite)}), which only the callback of \`${trace.site(call)?.text ?? ''}\` takes back (${line(call)}). ${callee} looks at \`${found}\` first (${line(lookSite)}), which ${other} changed meanwhile (${line(newsSite)}), and returned without calling back: \`${text}\` stays set.`,
    why: [
      `nothing orders ${other} before ${setter} or after ${callee}`,
      `\`${text}\` is taken back by that callback alone, which never ran`,
      `calls of ${callee} that find something else do call back`,
    ],
    places: [
      { site: lookSite, role: 'check', access: look },
      { site: markSite, role: 'write', access: mark },
      { site: newsSite, role: 'other write', access: news },
      { site: call, role: 'call' },
    ],
    segments: [a.segment.at(mark), a.segment.at(look), a.segment.at(news)],
    activations: [...new Set([a.activation.at(mark), a.activation.at(look), a.activation.at(news)].filter((x) => x !== NONE))],
    scenario: {
      lanes: [setter, other],
      happened: [marks, changes, { ...looks, text: `looks at ${found}, and returns without its callback` }],
      other: [marks, { ...looks, text: `looks at ${found}, and does what calls back` }, changes],
      otherTitle: 'What would be safe',
    },
  };
}
