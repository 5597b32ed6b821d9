/**
 * Pairs that go through functions of other files: a caller passes on what one function gave it to another one (SiteLink), and the functions tell what they
 * read and write (SiteEntry). Joined by name here; whether both mean one location is for the run to say.
 */
import type { EntryRow, PairRow, Trace } from '../model/trace.ts';

/** A pair; with the calls it goes through when those are in another file than the accesses. */
export interface DependencePair extends PairRow {
  readonly calls?: { readonly read: number; readonly write: number };
}

/** Write site → the pairs that end there. */
export function pairsByWrite(trace: Trace): Map<number, DependencePair[]> {
  const byWrite = new Map<number, DependencePair[]>();
  const known = new Set<string>();
  const put = (pair: DependencePair): void => {
    const key = `${pair.read}:${pair.write}`;
    if (known.has(key)) return;
    known.add(key);
    const list = byWrite.get(pair.write);
    if (list === undefined) byWrite.set(pair.write, [pair]);
    else list.push(pair);
  };
  for (const pair of trace.pairs) put(pair);
  for (const pair of linkedPairs(trace)) put(pair);
  return byWrite;
}

type Reader = Pick<EntryRow, 'fn' | 'reads'>;

/** `MemoryRepo.load` is called `load`, and so is `this.repo.load`. */
function calledName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function linkedPairs(trace: Trace): DependencePair[] {
  if (trace.links.length === 0 || trace.entries.length === 0) return [];
  const readers = new Map<string, EntryRow[]>();
  const writers = new Map<string, EntryRow[]>();
  const put = (map: Map<string, EntryRow[]>, entry: EntryRow): void => {
    const name = calledName(trace.functions[entry.fn]?.name ?? '');
    const list = map.get(name);
    if (list === undefined) map.set(name, [entry]);
    else list.push(entry);
  };
  for (const entry of trace.entries) {
    if (entry.reads.length > 0) put(readers, entry);
    if (entry.writes.length > 0) put(writers, entry);
  }
  const pairs: DependencePair[] = [];
  // What is stored says more than what is checked.
  for (const kind of ['value', 'guard'] as const) {
    for (const link of trace.links) {
      if (link.kind !== kind) continue;
      const [from, to] = [trace.site(link.read), trace.site(link.write)];
      if (from === undefined || to === undefined) continue;
      const own: readonly Reader[] = from.kind === 'call' ? (readers.get(calledName(from.text)) ?? []) : [{ fn: -1, reads: [link.read] }];
      for (const reader of own) {
        for (const writer of writers.get(calledName(to.text)) ?? []) {
          if (reader.fn >= 0 && trace.functions[reader.fn]?.file !== trace.functions[writer.fn]?.file) continue;
          for (const read of reader.reads) {
            for (const { site, given } of writer.writes) {
              if (kind === 'value' && !given) continue;
              pairs.push({ read, write: site, kind, calls: { read: link.read, write: link.write } });
            }
          }
        }
      }
    }
  }
  return pairs;
}
