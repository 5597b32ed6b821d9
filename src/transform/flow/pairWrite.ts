/** The pairs that end in a write: which reads of its place, made before a boundary, it was computed from, and which decided about it. See flow.ts. */
import type { AnyNode } from 'acorn';
import { FLAG_FOUND, MORE_GROWS, MORE_LOOKS_ASIDE } from '../../wire/siteFlags';
import { isCount, unchain } from '../scope/ast';
import { onlyValue } from '../scope/bindings';
import { aroundOf } from '../scope/tree';
import { subjectOf } from './askedLoops';
import { noteLacking } from '../facts/gates';
import type { Access } from './access';
import { noteCarried } from './carries';
import { isChangeLook, isLookAside } from './changeLooks';
import { pairChosen } from './chosen';
import { copiedBy, isMerelyCopied, isNotAsked } from './copies';
import type { Flow } from './flow';
import { ANY_NAME, CONTENTS, isAlike, type Location, mayOverlap } from './locations';
import { asksForList, isAddedTo, noteTested } from './patches';
import { isOwnRemoval, putsBack } from './removal';
import { adds, asksFor, isAskedFor, isSupplied, methodOf, type SummaryWrite } from './summaries';
import { pairEmpty, presentNow } from './presence';
import { isAskedAnew, searchedBy } from './searches';
import type { Guard } from './state';
import { noteMore } from './stored';
import { isUnlike } from './unlike';
import { CHANGED, CONTROL, CROSSED, hasAged } from './values';

/** What a test of the step of a write has looked at: the locations, and of those that the write changes by which property of their elements it has asked. */
export function noteLooks(
  flow: Flow,
  { value, test }: Guard,
  { access, location }: SummaryWrite,
  fresh: Location[],
  asked: string[],
): void {
  if (isChangeLook(flow, test, access.node, location)) return;
  const present = presentNow(flow, value);
  fresh.push(...present);
  if (present.some((place) => mayOverlap(place, location))) asked.push('');
  for (const taint of value) {
    const { kind, access: source, location: place } = flow.origins.get(taint);
    if ((taint & CROSSED) !== 0 || !place || kind !== 'read') continue;
    // On the way of a branch that waits the look is old.
    if (value.includes(taint | CROSSED)) continue;
    if (mayOverlap(place, location) && isLookAside(flow, test, access.node, location)) {
      noteMore(flow, access.node, MORE_LOOKS_ASIDE);
      continue;
    }
    fresh.push(place);
    if (mayOverlap(place, location)) asked.push(source ? searchedBy(source.node) : '');
  }
}

/** `isSame`: it comes from a read of what is written, by one name for its object. `from`: where the expression starts that holds the write. */
export function pairWrite(flow: Flow, write: SummaryWrite, from: number, isSame: (taint: number) => boolean): void {
  const { access, location, value, fresh, free, late, through } = write;
  const { guards } = flow.state;
  const matches = (taint: number): boolean => {
    const { location: place } = flow.origins.get(taint);
    return isSame(taint) || (place !== null && isAlike(place, location));
  };
  const isRead = (taint: number): boolean => flow.origins.get(taint).kind === 'read' && isSame(taint);
  const old = new Set(value.filter((taint) => (taint & CROSSED) !== 0).map((taint) => flow.origins.get(taint).access));
  const isNew = (taint: number): boolean => (taint & CROSSED) === 0 && isRead(taint) && !old.has(flow.origins.get(taint).access);
  // What is put over what is there now was computed, and allowed, by the caller. `rows[id] = rows[id] ?? row` has looked again.
  const merge = flow.merges.get(access);
  const isCopy = merge?.isCopy === true;
  const merges = merge !== undefined && !isCopy;
  // `(counts.get(key) ?? 0) + 1` has looked for the number.
  const isListed = asksForList(access);
  const isAgain = !isListed && value.some((taint) => (taint & (CONTROL | CHANGED)) === CONTROL && isNew(taint));
  const rechecked = !merges && (isAgain || fresh.some((f) => mayOverlap(f, location)));
  const isPartly = !isAgain && isAskedFor(write);
  // F5: computed from what is there now, whatever else goes into it. What is added only takes its number from there.
  const isFresh = isAddedTo(access) || value.some((taint) => (taint & CONTROL) === 0 && isNew(taint));
  const isPutBack = putsBack(flow, access, value, isSame);
  // What is calculated with what is there. (Of all that a list holds only a place can be.)
  const isOne = (place: Location | null): boolean => place?.segment !== CONTENTS;
  const isMade = (taint: number): boolean =>
    (taint & (CHANGED | CONTROL)) === CHANGED && isRead(taint) && isOne(flow.origins.get(taint).location);
  const made = isOne(location) ? value.filter(isMade) : [];
  if (made.some((taint) => (taint & CROSSED) === 0)) flow.counts.noteCounted(access, location);
  for (const taint of (isFresh && !merges && !isCopy && !adds(access.node)) || isPutBack ? [] : value) {
    if (!matches(taint) || (taint & CROSSED) === 0 || (isFresh && isCopy && (taint & CONTROL) !== 0)) continue;
    const source = flow.origins.get(taint).access;
    if (!source || ((taint & CONTROL) === 0 ? isMerelyCopied : isNotAsked)(flow, source)) continue;
    // `if (!this.idle) this.idle = connection`: what was taken from there takes the place of nothing.
    if (free) continue;
    if (taint & CONTROL) {
      // With what is there, or was loaded where nothing was: both that found nothing would make the same.
      if (!rechecked) flow.pair(source, access, made.length > 0 ? 'value' : 'guard', through);
    } else {
      const isInside = source.node.start >= from && source.node.end <= flow.endOf(access);
      flow.pair(source, access, isInside ? 'stale' : 'value', through);
    }
  }
  // `this.cursor += batch.length` of a batch that starts at the cursor: by how much it grows is worked out from what stood there.
  const grows = isFresh && !merges && !isCopy && isOne(location) && !adds(access.node) && !isPutBack;
  for (const taint of grows ? value : []) {
    const { access: source, kind } = flow.origins.get(taint);
    if ((taint & (CONTROL | CROSSED | CHANGED)) !== (CROSSED | CHANGED) || kind !== 'read' || !isSame(taint) || !source) continue;
    if (isPlace(flow, source.node)) flow.pair(source, access, 'value', through);
  }
  const isReadAgain = (source: Access): boolean =>
    value.some((taint) => (taint & (CONTROL | CROSSED)) === 0 && flow.origins.get(taint).access === source);
  pairChosen(flow, write, rechecked);
  const looksAside = ((flow.storeNotes.get(access.node) ?? 0) & MORE_LOOKS_ASIDE) !== 0;
  noteCarried(flow, write, isFresh, rechecked);
  for (const guard of (rechecked && !isPartly) || isPutBack || write.noted ? [] : guards.slice(flow.caught)) {
    if (isListed && guard.test && asksOnlyForList(flow, guard.test)) continue;
    // The first look was for what others store, as the second one is.
    if (looksAside && isLookAside(flow, guard.test, access.node, location)) continue;
    if (!rechecked) pairEmpty(flow, write, guard);
    for (const taint of guard.value) {
      if (!matches(taint) || !hasAged(taint, late)) continue;
      const { access: source, location: place } = flow.origins.get(taint);
      // That a copy was made of something says nothing about any property of it.
      if (place?.segment === ANY_NAME && source?.node.type !== 'MemberExpression') continue;
      if (source && isNotAsked(flow, source)) continue;
      if (rechecked && (!source || isAskedAnew(write.asked, source.node))) continue;
      if (source && adds(access.node) && (isSupplied(guard, source.node) || isCopied(flow, guard, source.node))) continue;
      if (source && adds(access.node) && isUnlike(flow.analysis, source.node, access.node)) continue;
      if (source && isOwnRemoval(flow, source.fn, access)) continue;
      // What was asked for where nothing was found, and was found itself, is another thing.
      if (source && (taint & CONTROL) === 0 && asksFor(source, flow.fn)) {
        if (guard.found === true) source.readFlags |= FLAG_FOUND;
        else noteLacking(flow, source);
      }
      if (source && guard.more?.some((node) => isLengthOf(node, source.node))) noteMore(flow, source.node, MORE_GROWS);
      if (source) flow.pair(source, access, 'guard', through, isReadAgain(source));
      if (source && merges) noteTested(flow, access, guard);
      if (source && made.length === 0) flow.counts.noteStored(access, location);
    }
  }
}

/** `const row = rows.get(id); if (!row) throw …` */
export function isFound(flow: Flow, { found, test }: Guard): boolean {
  return found === true && test !== undefined && asksOnlyForList(flow, test);
}

/** `if (!rooms.has(id))`, `if (list)` of `const list = rooms[id]`: it asks whether there is a list, and not what is in it. */
function asksOnlyForList(flow: Flow, test: AnyNode): boolean {
  if (test.type === 'LogicalExpression') return asksOnlyForList(flow, test.left) && asksOnlyForList(flow, test.right);
  const subject = subjectOf(test);
  const variable = subject.type === 'Identifier' ? flow.analysis.resolved.get(subject) : undefined;
  const look = unchain(onlyValue(variable) ?? subject);
  if (look.type === 'MemberExpression') return !isCount(look);
  return look.type === 'CallExpression' && /^(?:get|has|hasOwn)$/.test(methodOf(look));
}

/** `rows.slice(this.next, this.next + 10)`, `rows[this.next]`: it says where in something to look. */
function isPlace({ analysis }: Flow, node: AnyNode): boolean {
  let inner = node;
  for (let around = aroundOf(analysis, node); around; inner = around, around = aroundOf(analysis, around)) {
    if (around.type === 'MemberExpression') return around.computed && around.property === inner;
    if (around.type === 'CallExpression') {
      return around.callee !== inner && /^(?:slice|subarray|substring|at|charAt)$/.test(methodOf(around));
    }
    if (around.type !== 'BinaryExpression') return false;
  }
  return false;
}

function isLengthOf(node: AnyNode, look: AnyNode): boolean {
  return node === look || (node.type === 'MemberExpression' && node.object === look);
}

/** Of a copy of what was read there are more than were asked for. */
function isCopied(flow: Flow, { more }: Guard, look: AnyNode): boolean {
  return more?.some((node) => node.type === 'MemberExpression' && copiedBy(flow, node.object) === look) === true;
}
