/** One source in, one artefact out: parse, analyse, emit, map. Loaded on a cache miss only, since it brings the parser. */
import { parse, type Comment } from 'acorn';
import type { SitePair, SiteTable } from '../wire/sites';
import type { Pair } from './access';
import { readMapText, type Artefact, type TransformOptions } from './artefact';
import { emitProgram, visit } from './emit';
import { Emitter } from './emitter';
import { analyzeFlow } from './flowStatements';
import { buildMap, readIncoming, writeIncoming } from './maps';
import { analyzeScopes } from './scopes';
import { findSequences } from './sequences';
import { selectWatched } from './watch';

const BINDING = {
  commonjs: (name: string): string => `const ${name}=globalThis[Symbol.for("interleave.preload")];`,
  module: (name: string): string =>
    `import ${name} from "data:text/javascript,export default globalThis[Symbol.for('interleave.preload')]";`,
};

/** Instruments a source. Throws on syntax errors and on anything unexpected; the caller turns that into a reason. */
export function instrument(source: string, hash: string, options: TransformOptions, foreign: ReadonlySet<string>): Artefact {
  const comments: Comment[] = [];
  const program = parse(source, {
    ecmaVersion: 'latest',
    sourceType: options.type,
    ...(/interleave-ignore|sourceMappingURL/.test(source) ? { onComment: comments } : {}),
  });
  const analysis = analyzeScopes(program);
  for (const name of ['Symbol', 'globalThis']) {
    if (analysis.topScope.names.has(name)) throw new Error(`the file declares ${name} at its top level`);
  }
  const watch = selectWatched(analysis);
  const flow = analyzeFlow(analysis, watch);
  const pairs = [...flow.pairs.values()];
  for (const { read, write } of pairs) read.paired = write.paired = true;
  const prefix = freeName(source);
  const sharesMemory = /SharedArrayBuffer|Atomics|workerData|parentPort/.test(source);
  const emitter = new Emitter({ source, analysis, watch, flow, prefix, foreign, sharesMemory, visit });
  emitProgram(emitter, program, BINDING[options.type](prefix));
  const mapUrl = hideMapComment(emitter, comments);
  const code = emitter.out.finish();
  const mapText = readMapText(mapUrl, options);
  const incoming = mapText === '' ? undefined : readIncoming(mapText, mapUrl);
  const map = buildMap(emitter.out, emitter.table.lineStarts, source.length, incoming);
  const { sites, variables } = emitter.table;
  const table: Omit<SiteTable, 'version' | 'file' | 'base'> = {
    hash,
    sites,
    functions: emitter.table.functions(analysis.functions),
    variables,
    pairs: pairs.map(toSitePair).filter((p) => p.read >= 0 && p.write >= 0),
    sequences: findSequences(analysis, program, source, (node) => emitter.findSite(node)),
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
    written: [...watch.names, ...[...watch.contents].map((c) => `${c}<>`)],
    candidates: [...emitter.candidates],
  };
}

function toSitePair(pair: Pair): SitePair {
  return { read: pair.read.readSite, write: pair.write.writeSite, kind: pair.kind };
}

/** A local name for the runtime that occurs nowhere in the source. */
function freeName(source: string): string {
  let name = '$il';
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
