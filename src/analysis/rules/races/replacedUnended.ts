/**
 * race.check-then-act of what is replaced and ended (`const old = this.plugin; const next = await load(); await old?.stop(); this.plugin = next`): two calls have met, both have taken down the same old one, and
 * the second one has put its own over that of the first, which nobody has in his hands any more, and nobody ends. Only what happened is reported.
 */
import { ACCESS_PLAIN, MORE_EMPTIES, VALUE_OBJECT, VALUE_PROMISE } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import { ACCESS_IS_WRITE, type SiteRow, type Trace } from '../../../model/trace.ts';
import { functionOf, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { lineText } from '../../locate.ts';
import { functionLabel } from '../../names.ts';
import { callsOfHelper, hasSite } from '../../siteIndex.ts';
import { isBefore } from '../../waiting/wakers.ts';
import { isField, racesByPlace } from './byPlace.ts';
import { isClosed } from './openedByBoth.ts';

export const replacedUnendedRule: Rule = { kinds: ['race.check-then-act'], run: findUnended };

/** Stores of one place that are looked at. */
const LIMIT = 64;
/** The end of something that a local name stands for: `old.stop()`, `await previous?.close()`; or the place itself. */
const ENDS =
  /^(?:[A-Za-z_$][\w$]*|(?:this|[A-Za-z_$][\w$]*)\.#?[\w$]+)\??\.(?:stop|close|dispose|destroy|terminate|shutdown|unload|deactivate|disconnect|quit|teardown|kill|end)$/;
const LOCAL = /^[A-Za-z_$][\w$]*\??\./;

interface Unended {
  /** Where the second call took what both have ended. */
  readonly look: number;
  readonly first: number;
  readonly put: number;
}

function findUnended(context: AnalysisContext): Draft[] {
  const { trace } = context;
  return racesByPlace(context, {
    find: (group) => (group.writes.length > 1 && isField(trace, group) ? unendedAt(context, group) : undefined),
    siteOf: ({ put }) => trace.accesses.site.at(put),
    toDraft: (location, found) => toDraft(context, location, found),
  });
}

function unendedAt(context: AnalysisContext, { rows, writes }: LocationAccesses): Unended | undefined {
  const { trace } = context;
  const { accesses: a } = trace;
  for (const [i, put] of writes.slice(0, LIMIT).entries()) {
    const first = writes[i - 1] ?? NONE;
    if (first === NONE || a.site.at(first) !== a.site.at(put) || a.value.at(first) === a.value.at(put)) continue;
    if (!isObject(trace, first) || !isObject(trace, put) || a.how.at(put) !== ACCESS_PLAIN) continue;
    // `for (const room of this.rooms) await room.close(); this.rooms = [];`: what is ended is in it, and in what takes its place there is nothing.
    if (trace.hasMore(a.site.at(put), MORE_EMPTIES)) continue;
    const [one, other] = [a.activation.at(first), a.activation.at(put)];
    if (one === NONE || other === NONE || one === other) continue;
    // What each has looked at before it stored.
    const looks = (call: number, end: number): number[] =>
      rows.filter((row) => a.write.at(row) !== ACCESS_IS_WRITE && a.activation.at(row) === call && a.position.at(row) < a.position.at(end));
    const [mine, theirs] = [looks(one, first).at(-1), looks(other, put).at(-1)];
    if (mine === undefined || theirs === undefined || a.site.at(mine) !== a.site.at(theirs)) continue;
    const old = writes[i - 2] ?? NONE;
    const since = old === NONE ? -1 : a.position.at(old);
    const isThere = (row: number): boolean => a.position.at(row) > since && a.position.at(row) < a.position.at(first);
    if (!isThere(mine) || !isThere(theirs)) continue;
    if (!endsLocal(trace, theirs, put) || isClosed(context, first, put)) continue;
    if (!factsOf(context).holding.isExcluded(theirs, put, first)) return { look: theirs, first, put };
  }
  return undefined;
}

function isObject({ accesses: { value } }: Trace, row: number): boolean {
  return (value.at(row) & VALUE_OBJECT) !== 0 && (value.at(row) & VALUE_PROMISE) === 0;
}

/** Between the look and the store, or the call of another function that stores, the function ends what has a name of its own there, or what it looked at. */
function endsLocal(trace: Trace, look: number, put: number): boolean {
  const { site } = trace.accesses;
  const [from, to] = [trace.site(site.at(look)), trace.site(site.at(put))];
  if (from === undefined || to === undefined) return false;
  const [fn, storing] = [functionOf(trace, look), functionOf(trace, put)];
  const isOld = ({ text }: SiteRow): boolean => ENDS.test(text) && (LOCAL.test(text) || text.startsWith(from.text));
  const stores = fn === storing ? [to] : callsOfHelper(trace, fn, storing).flatMap((call) => trace.site(call) ?? []);
  return hasSite(
    trace,
    fn,
    (row) => row.kind === 'call' && !isBefore(row, from) && isOld(row) && stores.some((store) => isBefore(row, store)),
  );
}

function toDraft({ trace, options }: AnalysisContext, location: number, { look, first, put }: Unended): Draft {
  const a = trace.accesses;
  const [site, taken] = [a.site.at(put), a.site.at(look)];
  const place = locationText(trace, location, site);
  const name = functionLabel(trace, functionOf(trace, look));
  const takes = (lane: number): { lane: number; text: string; site: number } => ({ lane, text: `takes the old ${place}`, site: taken });
  return {
    kind: 'race.check-then-act',
    key: `unended ${site}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `Two calls of ${name} have taken the same from \`${place}\` (${lineText(trace, options, taken)}) to end it, and the second one put its own there (${lineText(trace, options, site)}) over that of the first, which nobody ends any more.`,
    why: ['nothing orders the two calls', 'the second one does not look whether another has come since'],
    places: [
      { site, role: 'write', access: put },
      { site: taken, role: 'read', access: look },
    ],
    segments: [a.segment.at(look), a.segment.at(first), a.segment.at(put)],
    activations: [a.activation.at(first), a.activation.at(put)],
    scenario: {
      lanes: ['one call', 'another call'],
      happened: [
        takes(0),
        takes(1),
        { lane: 0, text: `stores ${place}`, site, access: first },
        { lane: 1, text: `stores another ${place}`, site, access: put },
      ],
      other: [
        takes(0),
        { lane: 0, text: `stores ${place}`, site },
        takes(1),
        { lane: 1, text: `ends that, and stores another ${place}`, site },
      ],
      otherTitle: 'What would be safe',
    },
  };
}
