/** One source in, one artefact out: parse, analyse, emit, map. Loaded on a cache miss only, since it brings the parser. */
import type { AnyNode, Comment, Options } from 'acorn';
import { VM_RUNTIME, type SourceForm } from '../wire/runtime';
import {
  FLAG_ASKED_AGAIN,
  FLAG_COMES_TO_STORE,
  FLAG_GIVEN,
  FLAG_GIVES_MARK,
  FLAG_MADE_IF_MISSING,
  FLAG_NEEDS_INIT,
  FLAG_REPLACES_ALL,
  FLAG_ENDS_WITHOUT,
  FLAG_STANDS_IN,
  FLAG_WALKED,
  FLAG_PUSHED_LATE,
  MORE_ANSWERS,
  MORE_GIVES_OWN,
  MORE_BEHIND_RETURN,
  MORE_NEEDED,
  MORE_CLOSES_EACH,
  MORE_DROPS,
  MORE_IN_LISTENER,
  MORE_LEAVES_OUT,
  MORE_LIMITED,
  MORE_OR_VALUE,
  MORE_SAYS,
  MORE_PASSES_OVER,
  MORE_PUSHED,
  MORE_COUNTED,
  MORE_NEEDS_YES,
  MORE_REFUSES,
  MORE_VERSION,
  MORE_WITHOUT,
} from '../wire/siteFlags';
import type { SitePair, SiteTable } from '../wire/sites';
import type { Pair } from './flow/access';
import { OPEN, readMapText, type Artefact, type TransformOptions } from './artefact';
import { beginningsOf } from './facts/beginnings';
import { askedGetters } from './facts/askedGetters';
import { findSaid } from './facts/says';
import { findAskedAgain } from './facts/askedAgain';
import { findLeftOut } from './facts/leftOut';
import { findCountedCalls } from './facts/countedCalls';
import { findNeededYes } from './facts/refusals';
import { findMadeIfMissing } from './facts/madeIfMissing';
import { findLimitedPolls } from './facts/limitedPolls';
import { findAnswers } from './facts/answers';
import { findOwnInput } from './facts/ownInput';
import { findAtomicPairs, findVersionLooks } from './facts/atomicPairs';
import { behindKept, behindUsing } from './facts/behindReturn';
import { emitProgram, visit } from './emit/emit';
import { Emitter } from './emit/emitter';
import { carriesOf } from './flow/carries';
import { analyzeFlow } from './flow/flowStatements';
import { restoreAsync } from './scope/coroutines';
import { restorePrivate } from './scope/privateFields';
import { restoreCounts } from './scope/spelledCounts';
import { withHandedOn } from './scope/handedOn';
import { handedOver } from './facts/handedOver';
import { findSought } from './facts/sought';
import { findOpenListeners } from './facts/openListeners';
import { gatesOf, markPassed } from './facts/gates';
import { findGiven, findUsedResults } from './facts/given';
import { isAlwaysUsed } from './emit/emitPatterns';
import { entriesOf, markGivenLoops, recheckedLinks, siteLinks } from './flow/links';
import { buildMap, readIncoming, writeIncoming } from './maps';
import { parse } from './parser';
import { analyzeScopes } from './scope/scopes';
import { findPushedLate } from './facts/pushedLate';
import { findSequences } from './facts/sequences';
import { findRunCallbacks } from './facts/runCallbacks';
import { findStoreReaders } from './facts/storeReaders';
import { findTorn } from './facts/torn';
import { reducersOf } from './facts/reducers';
import { findRefills, findSums } from './facts/refills';
import { functionAround } from './scope/tree';
import { findConstantsBeside, findConstantsReturned, findFailedWithout, findOrValues, findStandIns } from './facts/standIns';
import { folderLooks } from './facts/folderLooks';
import { joinedByPlace } from './facts/joinedByPlace';
import { lackedByWaiters, looksBeforeWaits, type SitesOf } from './facts/lackedByWaiters';
import { filledBuffers } from './facts/filledBuffers';
import { givesMark } from './facts/openPuts';
import { selectWatched } from './facts/watch';
import { noteOwnCollections } from './scope/collections';
import { presencesOf } from './flow/presence';
import { findNeeded } from './facts/neededArguments';
import { findNeededParts } from './facts/neededParts';
import { findUsedLater } from './facts/usedLater';
import { exchangedLinks } from './facts/exchanged';
import { untakenLinks } from './facts/untaken';
import { copiedLinks } from './facts/copiedAtOnce';
import { findClosedEach } from './facts/closedEach';
import { readByNames } from './flow/copies';
import { findWalks } from './facts/walked';

/** How a form is parsed, and what binds the runtime to a name; undefined: it is a global variable. */
interface Form {
  readonly options: Pick<Options, 'sourceType' | 'allowAwaitOutsideFunction' | 'allowReturnOutsideFunction'>;
  readonly bind?: (name: string) => string;
}

const FORMS: Readonly<Record<SourceForm, Form>> = {
  commonjs: {
    options: { sourceType: 'commonjs' },
    bind: (name) => `const ${name}=globalThis[Symbol.for("interleave.preload")];`,
  },
  module: { options: { sourceType: 'module' } },
  script: { options: { sourceType: 'script' } },
  body: { options: { sourceType: 'commonjs' } },
  asyncBody: { options: { sourceType: 'script', allowAwaitOutsideFunction: true, allowReturnOutsideFunction: true } },
  vmModule: { options: { sourceType: 'module' } },
};

const MENTIONS_THREADS = /SharedArrayBuffer|Atomics|workerData|parentPort/;
/** A module that knows of no thread, but makes a view on a buffer by a name under which others pass one on. */
const VIEWS_WHAT_IT_IS_GIVEN =
  /new (?:DataView|(?:Big)?(?:Int|Uint|Float)\d+(?:Clamped)?Array)\([^()]*(?:sab|shared|memory|[bB]uffer)|Buffer\.from\([^()]*(?:sab|shared|memory)/;

/** Begins at the begin of a word of bounded length: a text may be a single word of megabytes (a map in base64). */
const NAMED_VIEW = /(?<![\w$])([\w$]{1,100})\s{0,20}[=:]\s{0,20}new (?:Big)?(?:Int|Uint|Float)\d+(?:Clamped)?Array\b/g;

/** What a constructor is given and keeps. */
const KEPT_FIELD = /(?<![\w$])this\.#?([\w$]{1,100})\s{0,20}=\s{0,20}[\w$]{1,100}\s{0,20}[;\n}]/g;

/** `this.counts = new Int32Array(shared)`, `this.counts = counts`: counts. */
function namesOfViews(source: string): Set<string> {
  return new Set([NAMED_VIEW, KEPT_FIELD].flatMap((pattern) => Array.from(source.matchAll(pattern), (found) => found[1] ?? '')));
}

const NOTHING_OWN: ReadonlySet<string> = new Set();

/** Instruments a source. Throws on syntax errors and on anything unexpected; the caller turns that into a reason. */
export function instrument(source: string, hash: string, options: TransformOptions, foreign: ReadonlySet<string>): Artefact {
  const comments: Comment[] = [];
  const form = FORMS[options.type];
  const program = parse(source, {
    ecmaVersion: 'latest',
    ...form.options,
    ...(/interleave-ignore|sourceMappingURL/.test(source) ? { onComment: comments } : {}),
  });
  restoreAsync(program, source);
  const slice = restorePrivate(program, source);
  restoreCounts(program, source);
  const derived = /\bextends (?:Array|Map|Set)\b/.test(source) ? noteOwnCollections(program) : NOTHING_OWN;
  const analysis = analyzeScopes(program);
  for (const name of ['Symbol', 'globalThis']) {
    if (form.bind && analysis.topScope.names.has(name)) throw new Error(`the file declares ${name} at its top level`);
  }
  const watch = withHandedOn(
    analysis,
    selectWatched(analysis, { hasUrl: options.type === 'module', buffers: filledBuffers(analysis), own: derived, foreign }),
  );
  const flow = analyzeFlow(analysis, watch, foreign);
  const answers = findAnswers(analysis);
  const refills = findRefills(analysis, source);
  const callers = [
    ...findStoreReaders(analysis, source),
    ...findRunCallbacks(analysis, source),
    ...answers.callers,
    ...findSums(analysis),
    // Which call fills what it has emptied only the run tells.
    ...refills.apart.flatMap(({ emptied, filled }) => [functionAround(analysis, emptied), functionAround(analysis, filled)]),
  ];
  for (const fn of callers) flow.follow(fn);
  const pairs = [...flow.pairs.values()];
  for (const { read, write } of pairs) read.paired = write.paired = true;
  presencesOf(flow);
  markPassed(flow);
  markGivenLoops(flow);
  const prefix = freeName(source, form.bind ? '$il' : VM_RUNTIME);
  if (!form.bind && prefix !== VM_RUNTIME) throw new Error(`the text mentions ${VM_RUNTIME}`);
  const isScript = options.type === 'script';
  // What two scripts of one context declare must not have the same name.
  const local = isScript ? `${prefix}_${hash.replace(/\W/g, '').slice(0, 10)}` : prefix;
  const isMentioned = MENTIONS_THREADS.test(source) || VIEWS_WHAT_IT_IS_GIVEN.test(source);
  const sharesMemory = isMentioned ? 'all' : options.mayShare === true ? 'given' : '';
  const emitter = new Emitter({
    source,
    analysis,
    watch,
    flow,
    prefix,
    local,
    isScript,
    hasUrl: options.type === 'module',
    foreign,
    sharesMemory,
    slice,
    views: sharesMemory !== '' ? namesOfViews(source) : new Set(),
    visit,
  });
  const standIns = [...findStandIns(analysis), ...findFailedWithout(analysis, source), ...findConstantsBeside(analysis, source)];
  for (const read of standIns) emitter.readNotes.set(read, FLAG_STANDS_IN);
  for (const read of findConstantsReturned(analysis, source)) {
    if (!emitter.readNotes.has(read)) emitter.readNotes.set(read, FLAG_STANDS_IN | FLAG_ENDS_WITHOUT);
  }
  for (const read of findOrValues(analysis)) emitter.noteMore(read, MORE_OR_VALUE);
  for (const read of findSaid(analysis)) emitter.noteMore(read, MORE_SAYS);
  const note = (node: AnyNode, flag: number): unknown => emitter.readNotes.set(node, (emitter.readNotes.get(node) ?? 0) | flag);
  for (const read of findGiven(analysis)) note(read, FLAG_GIVEN);
  for (const read of findMadeIfMissing(analysis, source)) note(read, FLAG_MADE_IF_MISSING);
  for (const [call, isByName] of findUsedResults(analysis, source, (variable) => isAlwaysUsed(variable, source))) {
    if (isByName) note(call, FLAG_NEEDS_INIT);
    else emitter.noteMore(call, MORE_NEEDED);
  }
  for (const [wait, more] of findAskedAgain(analysis, source, flow.activations)) {
    if (wait.type === 'AwaitExpression') note(wait, FLAG_ASKED_AGAIN);
    emitter.noteMore(wait, more);
  }
  for (const part of [...behindKept(analysis), ...behindUsing(analysis)]) emitter.noteMore(part, MORE_BEHIND_RETURN);
  for (const read of answers.reads) emitter.noteMore(read, MORE_ANSWERS);
  for (const call of findOwnInput(analysis)) emitter.noteMore(call, MORE_GIVES_OWN);
  for (const look of findLimitedPolls(analysis)) emitter.noteMore(look, MORE_LIMITED);
  for (const look of findLeftOut(analysis)) emitter.noteMore(look, MORE_LEAVES_OUT);
  for (const call of findCountedCalls(analysis)) emitter.noteMore(call, MORE_COUNTED);
  for (const call of findNeededYes(analysis)) emitter.noteMore(call, MORE_NEEDS_YES);
  for (const [look, isWithout] of flow.refusals) emitter.noteMore(look, isWithout ? MORE_REFUSES | MORE_WITHOUT : MORE_REFUSES);
  for (const look of flow.passedOver) emitter.noteMore(look, MORE_PASSES_OVER);
  for (const [target, more] of flow.storeNotes) emitter.noteMore(target, more);
  for (const node of findOpenListeners(analysis)) emitter.noteMore(node, MORE_IN_LISTENER);
  if (sharesMemory !== '') for (const load of findVersionLooks(analysis, source)) emitter.noteMore(load, MORE_VERSION);
  const calls = [...flow.links.values()].flatMap(({ write }) => ('arguments' in write ? [write] : []));
  for (const call of calls.filter(givesMark)) note(call, FLAG_GIVES_MARK);
  for (const node of refills.dropped) emitter.noteMore(node, MORE_DROPS);
  for (const node of refills.atOnce) {
    const access = flow.accesses.find(node);
    if (access) access.writeFlags |= FLAG_REPLACES_ALL;
  }
  for (const { list, fn, how } of findClosedEach(analysis, source)) {
    const access =
      how === 'each' ? flow.accesses.get(list, fn) : how === 'names' ? readByNames(flow, list, fn) : flow.accesses.copy(list, fn);
    access.paired = true;
    emitter.noteMore(list, MORE_CLOSES_EACH);
  }
  for (const wait of flow.waitsForStores) note(wait, FLAG_COMES_TO_STORE);
  for (const { list, isLength, fn, waits } of findWalks(analysis, source)) {
    const read = isLength ? flow.accesses.get(list, fn) : flow.accesses.copy(list, fn);
    read.paired = true;
    read.readFlags |= FLAG_WALKED;
    for (const wait of waits) note(wait, FLAG_WALKED);
  }
  for (const { callee, fn, isInOrder } of findPushedLate(analysis, source)) {
    flow.accesses.get(callee, fn).paired = true;
    emitter.noteMore(callee, MORE_PUSHED);
    if (isInOrder) note(callee, FLAG_PUSHED_LATE);
  }
  for (const { look, fn } of looksBeforeWaits(analysis)) flow.accesses.get(look, fn).paired = true;
  const sought = findSought(analysis, flow);
  const torn = findTorn(analysis, program, source, flow);
  emitProgram(emitter, program, form.bind?.(prefix) ?? '');
  const mapUrl = hideMapComment(emitter, comments);
  const code = emitter.out.finish();
  const mapText = readMapText(mapUrl, options);
  const incoming = mapText === '' ? undefined : readIncoming(mapText, mapUrl);
  const map = buildMap(emitter.out, emitter.table.lineStarts, source.length, incoming);
  const { sites, variables } = emitter.table;
  const sitesOf: SitesOf = {
    read: (node) => existing(flow.accesses.find(node)?.readSite),
    write: (node) => existing(flow.accesses.find(node)?.writeSite),
    call: (node) => emitter.findSite(node),
  };
  const table: Omit<SiteTable, 'version' | 'file' | 'base'> = {
    hash,
    sites,
    functions: emitter.table.functions(
      analysis,
      findUsedLater(analysis),
      findNeeded(analysis),
      findNeededParts(analysis),
      flow.rechecks.names,
    ),
    variables,
    pairs: [
      ...pairs.map(toSitePair).filter((p) => p.read >= 0 && p.write >= 0),
      ...(sharesMemory !== '' && source.includes('Atomics') ? findAtomicPairs(analysis, source, (node) => emitter.findSite(node)) : []),
    ],
    // In the function that a runner puts around a module the awaits are its imports.
    links: [
      ...siteLinks(flow.links.values(), (node) => emitter.findSite(node)),
      ...refills.apart.flatMap(({ emptied, filled }) => {
        const siteOf = (node: AnyNode): number => {
          const access = flow.accesses.find(node);
          return access === undefined ? -1 : Math.max(access.writeSite, access.readSite);
        };
        const [read, write] = [siteOf(emptied), siteOf(filled)];
        return read >= 0 && write >= 0 ? [{ read, write, kind: 'refill' as const }] : [];
      }),
      ...emitter.passed.flatMap(({ read, call, at }) => {
        const write = emitter.findSite(call) ?? -1;
        return write >= 0 ? [{ read, write, kind: 'passed' as const, at }] : [];
      }),
      ...torn(),
      ...recheckedLinks(flow),
      ...untakenLinks(analysis, flow),
      ...copiedLinks(analysis, flow),
      ...sought(),
      ...exchangedLinks(analysis, flow, (node) => emitter.findSite(node)),
      ...folderLooks(analysis, source, (node) => emitter.findSite(node)),
      ...lackedByWaiters(analysis, source, sitesOf),
      ...joinedByPlace(analysis, source, sitesOf),
    ],
    carries: carriesOf(flow, (node) => emitter.findSite(node)),
    entries: entriesOf(flow, (node) => emitter.findSite(node)),
    merges: [...flow.merges].map(([{ writeSite: site }, merge]) => ({ site, ...merge })).filter(({ site }) => site >= 0),
    patches: [...flow.patches.values()],
    reducers: reducersOf(analysis),
    beginnings: beginningsOf(analysis),
    gates: gatesOf(flow, (node) => emitter.findSite(node)),
    handed: handedOver(analysis, (node) => emitter.findSite(node)),
    sequences: findSequences(analysis, source, (node) => emitter.findSite(node)).filter(
      ({ sites: [first = 0] }) => options.type !== 'asyncBody' || sites[first]?.fn !== analysis.module.index,
    ),
    map: incoming ? writeIncoming(incoming) : '',
    ignores: findIgnores(comments, emitter),
  };
  return {
    code,
    numbers: Int32Array.from(emitter.out.numbers),
    insertions: Int32Array.from(emitter.out.insertions),
    count: Math.max(sites.length, analysis.functions.length, variables.length),
    mappings: map.mappings,
    mapRest:
      map.sources === null
        ? ''
        : JSON.stringify({
            sources: map.sources,
            names: map.names,
            ...(map.sourcesContent ? { sourcesContent: map.sourcesContent } : {}),
          }).slice(1, -1),
    table: JSON.stringify(table).slice(1),
    written: [
      ...watch.names,
      ...askedGetters(analysis, table.entries ?? [], sites),
      ...[...watch.contents].map((c) => `${c}<>`),
      ...(watch.isOpen ? [OPEN] : []),
      ...[...watch.given].map((name) => `${OPEN}${name}`),
    ],
    candidates: [...emitter.candidates, ...flow.candidates, ...(watch.given.size > 0 && !watch.isOpen && !foreign.has(OPEN) ? [OPEN] : [])],
  };
}

/** Sites of what has no probe are -1. */
function existing(site: number | undefined): number | undefined {
  return site !== undefined && site >= 0 ? site : undefined;
}

function toSitePair(pair: Pair): SitePair {
  return {
    read: pair.read.readSite,
    write: pair.write.writeSite,
    kind: pair.kind,
    ...(pair.again && { again: true }),
    ...(pair.apart && { apart: true }),
  };
}

/** A local name for the runtime that occurs nowhere in the source. */
function freeName(source: string, wanted: string): string {
  let name = wanted;
  while (source.includes(name)) name += '_';
  if (/\\u(?:0024|\{0*24\})/i.test(source)) throw new Error('the file writes a dollar sign as an escape');
  return name;
}

/** Makes the source's own map comment inert (a space after the slashes) and returns its URL; only the last one counts. */
function hideMapComment(emitter: Emitter, comments: readonly Comment[]): string {
  const last = comments.findLast((c) => /^[#@]\s*sourceMappingURL=\S+\s*$/.test(c.value));
  if (!last) return '';
  if (last.start + 2 >= emitter.out.position) emitter.out.insert(last.start + 2, ' ');
  return last.value.slice(last.value.indexOf('=') + 1).trim();
}

function findIgnores(comments: readonly Comment[], emitter: Emitter): SiteTable['ignores'] {
  const found: { line: number; kind: string; reason: string }[] = [];
  for (const comment of comments) {
    const match = /^[\s*]*interleave-ignore\s+(?<kind>[\w.*-]+)(?:\s+--\s*(?<reason>[\s\S]*))?/.exec(comment.value);
    if (match?.groups) {
      found.push({
        line: emitter.table.locate(comment.start).line,
        kind: match.groups['kind'] ?? '*',
        reason: (match.groups['reason'] ?? '').trim(),
      });
    }
  }
  return found;
}
