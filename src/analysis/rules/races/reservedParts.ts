/** `if (stock.onHand - stock.reserved < n) return false; stock.reserved += n`: whoever looks next finds less, so what was looked at is spoken for until it is taken. */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { FLAG_ANEW, FLAG_CLAIMS, FLAG_MARK, LOCATION_WHOLE } from '../../../model/vocabulary.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { callBehind, callersUpFrom, isWithin } from '../../lineage.ts';
import { readsByWrite } from '../../shared/links.ts';
import { byEvents, remembered } from '../../remembered.ts';
import { hasSite } from '../../siteIndex.ts';
import type { Split } from './atomicityDraft.ts';

/** Read, by site, and segment → rows of the writes by which who looks there takes a part. */
const parts = remembered(byEvents, (trace): ReadonlyMap<number, readonly number[]> => {
  const readsOf = readsByWrite(trace, ({ kind }) => kind === 'reserved');
  const found = new Map<number, number[]>();
  const { segment, site, write } = trace.accesses;
  for (let row = 0; readsOf.size > 0 && row < site.length; row++) {
    if (write.at(row) === 1) for (const read of readsOf.get(site.at(row)) ?? []) addTo(found, keyOf(trace, read, segment.at(row)), row);
  }
  return found;
});

function keyOf({ segments }: Trace, site: number, segment: number): number {
  return site * (segments.length + 1) + segment;
}

/** What the look was at is spoken for until it is taken. */
export function isReserved(context: AnalysisContext, split: Split): boolean {
  return takesPart(context.trace, split) || isPutAside(context, split);
}

const TAKES_OUT = /\.delete$/;
const PUTS = /\.(?:add|set|push)$/;

/**
 * `if (!ready.find(isFree) && pending.size + ready.size < limit) pending.add(worker)`, and once it is up `pending.delete(worker); ready.add(worker);`: the step of the look has put into another
 * collection what is moved here later, and has looked how many are there.
 */
function isPutAside(context: AnalysisContext, { read, write }: Split): boolean {
  const { trace } = context;
  const { coverage } = factsOf(context);
  const { activation, location, position, site } = trace.accesses;
  const isCall = (row: number, pattern: RegExp): boolean =>
    trace.accesses.write.at(row) === 1 &&
    trace.locations.kind.at(location.at(row)) === LOCATION_WHOLE &&
    pattern.test(trace.site(site.at(row))?.text ?? '');
  if (!isCall(write, PUTS)) return false;
  const begin = coverage.accessesNear(read).filter((row) => position.at(row) >= position.at(read));
  const isCounted = (place: number): boolean => {
    const put = begin.find((row) => location.at(row) === place && isCall(row, PUTS));
    if (put === undefined) return false;
    return begin.some((row) => location.at(row) === place && trace.accesses.write.at(row) === 0 && position.at(row) < position.at(put));
  };
  return coverage
    .accessesNear(write)
    .some(
      (row) =>
        activation.at(row) === activation.at(write) &&
        location.at(row) !== location.at(write) &&
        isCall(row, TAKES_OUT) &&
        isCounted(location.at(row)),
    );
}

function takesPart(trace: Trace, { read }: Split): boolean {
  const { activation, position, segment, site } = trace.accesses;
  const mine = activation.at(read);
  const isOwn = (row: number): boolean => {
    const by = activation.at(row);
    return position.at(row) >= position.at(read) && by !== NONE && isWithin(trace, mine, by);
  };
  return (
    parts(trace)
      .get(keyOf(trace, site.at(read), segment.at(read)))
      ?.some(isOwn) === true
  );
}

/**
 * `const slug = await freeSlug(name); …; rows.push({ slug })`, where the function that looks among the rows has put the slug into a set at once, and goes on to another one where it was there already: two
 * calls have not looked for the same one.
 */
export function isTakenBelow(trace: Trace, { read, calls }: Split): boolean {
  if (calls === undefined) return false;
  const asker = trace.functionAt(calls.read);
  const callers = callersUpFrom(trace, callBehind(trace, read)).map((caller) => trace.activations.fn.at(caller));
  const at = callers.indexOf(asker);
  return at > 0 && callers.slice(0, at).some((fn) => takesAtOnce(trace, fn));
}

const TAKES = FLAG_CLAIMS | FLAG_ANEW;

/** In the step of its call the function puts something into a set in which it has looked for that. */
function takesAtOnce(trace: Trace, fn: number): boolean {
  return hasSite(
    trace,
    fn,
    ({ kind, text, flags = 0 }) => kind === 'write' && (flags & TAKES) === TAKES && (text.endsWith('.add') || (flags & FLAG_MARK) !== 0),
  );
}
