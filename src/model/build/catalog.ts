/** The static side: site tables of all processes, merged; the numbers on the wire are per process, those of the trace are global. */
import type { SiteTable } from '../../wire/sites.ts';
import { NONE } from '../ids.ts';
import type { Trace } from '../trace.ts';
import { firstWhere } from '../../base/search.ts';

interface Numbers {
  readonly sites: Int32Array;
  readonly functions: Int32Array;
  readonly variables: Int32Array;
  readonly base: number;
  readonly end: number;
}

/** Number maps of one process. */
export class SiteNumbers {
  readonly #tables: Numbers[] = [];

  /** Adds a table to the trace and remembers its numbers. */
  add(trace: Trace, process: number, table: SiteTable, thread = 0): void {
    const file = trace.files.length;
    trace.files.push({ path: table.file, hash: table.hash, map: table.map, ignores: table.ignores, process, thread });
    const firstFunction = trace.functions.length;
    const firstVariable = trace.variables.length;
    const firstSite = trace.sites.length;
    for (const fn of table.functions) {
      trace.functions.push({ ...fn, file, parentFunction: fn.parent < 0 ? NONE : firstFunction + fn.parent });
    }
    for (const variable of table.variables) trace.variables.push({ ...variable, file });
    for (const site of table.sites) {
      trace.sites.push({
        ...site,
        file,
        function: firstFunction + site.fn,
        variableIndex: site.variable === undefined ? NONE : firstVariable + site.variable,
      });
    }
    for (const pair of table.pairs) {
      const again = pair.again === true && { again: true as const };
      const apart = pair.apart === true && { apart: true as const };
      trace.pairs.push({ read: firstSite + pair.read, write: firstSite + pair.write, kind: pair.kind, ...again, ...apart });
    }
    for (const link of table.links ?? []) trace.links.push({ ...link, read: firstSite + link.read, write: firstSite + link.write });
    for (const carry of table.carries ?? []) trace.carries.push({ ...carry, read: firstSite + carry.read, write: firstSite + carry.write });
    for (const entry of table.entries ?? []) {
      trace.entries.push({
        fn: firstFunction + entry.fn,
        reads: entry.reads.map((s) => firstSite + s),
        writes: entry.writes.map((w) => ({ ...w, site: firstSite + w.site })),
        any: (entry.any ?? []).map((s) => firstSite + s),
        chosen: (entry.chosen ?? []).map((s) => firstSite + s),
      });
    }
    for (const merge of table.merges ?? []) trace.merges.push({ ...merge, site: firstSite + merge.site });
    for (const patch of table.patches ?? []) trace.patches.push({ ...patch, fn: firstFunction + patch.fn });
    trace.reducers.push(...(table.reducers ?? []));
    for (const beginning of table.beginnings ?? []) trace.beginnings.push({ ...beginning, file });
    for (const site of table.gates ?? []) trace.gates.push(firstSite + site);
    for (const { in: around, site, fn, name } of table.handed ?? []) {
      trace.handedOver.push({
        in: firstFunction + around,
        site: site === undefined ? NONE : firstSite + site,
        fn: fn === undefined ? NONE : firstFunction + fn,
        name: name ?? '',
      });
    }
    for (const sequence of table.sequences) trace.sequences.push({ ...sequence, sites: sequence.sites.map((s) => firstSite + s) });
    const count = Math.max(table.sites.length, table.functions.length, table.variables.length);
    this.#tables.push({
      sites: range(firstSite, table.sites.length),
      functions: range(firstFunction, table.functions.length),
      variables: range(firstVariable, table.variables.length),
      base: table.base,
      end: table.base + count,
    });
    this.#tables.sort((a, b) => a.base - b.base);
  }

  site(number: number): number {
    const t = this.#find(number);
    return t === undefined ? NONE : (t.sites[number - t.base] ?? NONE);
  }
  function(number: number): number {
    const t = this.#find(number);
    return t === undefined ? NONE : (t.functions[number - t.base] ?? NONE);
  }
  variable(number: number): number {
    const t = this.#find(number);
    return t === undefined ? NONE : (t.variables[number - t.base] ?? NONE);
  }

  #find(number: number): Numbers | undefined {
    if (number <= 0) return undefined;
    const table = this.#tables[firstWhere(0, this.#tables.length, (i) => (this.#tables[i] as Numbers).end > number)];
    return table !== undefined && number >= table.base ? table : undefined;
  }
}

function range(first: number, count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => first + i);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

/** Checks the shape of a site table from a file before it is used; a hostile one is refused. */
export function isSiteTable(value: unknown): value is SiteTable {
  if (typeof value !== 'object' || value === null) return false;
  const table = value as Partial<Record<keyof SiteTable, unknown>>;
  if (table.version !== 1 || typeof table.file !== 'string' || typeof table.base !== 'number' || typeof table.map !== 'string') {
    return false;
  }
  const lists = [table.sites, table.functions, table.variables, table.pairs, table.sequences, table.ignores];
  if (!lists.every(Array.isArray)) return false;
  const added = [
    table.links,
    table.carries,
    table.entries,
    table.gates,
    table.handed,
    table.merges,
    table.patches,
    table.reducers,
    table.beginnings,
  ];
  if (!added.every((list) => list === undefined || Array.isArray(list))) return false;
  const siteCount = (table.sites as unknown[]).length;
  const inRange = (n: unknown): boolean => typeof n === 'number' && Number.isInteger(n) && n >= 0 && n < siteCount;
  return (
    (table.sites as Partial<Record<string, unknown>>[]).every(
      (s) =>
        typeof s === 'object' &&
        s !== null &&
        typeof s['line'] === 'number' &&
        typeof s['text'] === 'string' &&
        (s['held'] === undefined || typeof s['held'] === 'string') &&
        (s['more'] === undefined || typeof s['more'] === 'number') &&
        typeof s['fn'] === 'number',
    ) &&
    (table.functions as Partial<Record<string, unknown>>[]).every(
      (f) =>
        typeof f === 'object' &&
        f !== null &&
        typeof f['name'] === 'string' &&
        typeof f['parent'] === 'number' &&
        (f['parts'] === undefined || isTexts(f['parts'])) &&
        (f['rechecks'] === undefined || isTexts(f['rechecks'])),
    ) &&
    (table.variables as Partial<Record<string, unknown>>[]).every(
      (v) => typeof v === 'object' && v !== null && typeof v['name'] === 'string',
    ) &&
    (table.pairs as Partial<Record<string, unknown>>[]).every(
      (p) => typeof p === 'object' && p !== null && inRange(p['read']) && inRange(p['write']),
    ) &&
    ([table.links ?? [], table.carries ?? []].flat() as Partial<Record<string, unknown>>[]).every(
      (l) => typeof l === 'object' && l !== null && inRange(l['read']) && inRange(l['write']),
    ) &&
    ((table.merges ?? []) as Partial<Record<string, unknown>>[]).every(
      (m) => typeof m === 'object' && m !== null && inRange(m['site']) && [m['names'], m['values'], m['guards'] ?? []].every(isTexts),
    ) &&
    ((table.patches ?? []) as Partial<Record<string, unknown>>[]).every(
      (p) =>
        typeof p === 'object' &&
        p !== null &&
        typeof p['fn'] === 'number' &&
        (table.functions as unknown[])[p['fn']] !== undefined &&
        typeof p['callee'] === 'string' &&
        [
          p['names'],
          p['values'],
          p['guards'],
          p['taken'] ?? [],
          p['madeOf'] ?? [],
          p['asked'] ?? [],
          p['answers'] ?? [],
          p['actions'] ?? [],
        ].every(isTexts),
    ) &&
    ((table.reducers ?? []) as Partial<Record<string, unknown>>[]).every(
      (r) => typeof r === 'object' && r !== null && typeof r['action'] === 'string' && [r['names'], r['anew'] ?? []].every(isTexts),
    ) &&
    ((table.beginnings ?? []) as Partial<Record<string, unknown>>[]).every(
      (b) => typeof b === 'object' && b !== null && typeof b['owner'] === 'string' && [b['given'], b['empty']].every(isTexts),
    ) &&
    ((table.entries ?? []) as Partial<Record<string, unknown>>[]).every(
      (e) =>
        typeof e === 'object' &&
        e !== null &&
        typeof e['fn'] === 'number' &&
        (table.functions as unknown[])[e['fn']] !== undefined &&
        Array.isArray(e['reads']) &&
        e['reads'].every(inRange) &&
        (e['any'] === undefined || (Array.isArray(e['any']) && e['any'].every(inRange))) &&
        Array.isArray(e['writes']) &&
        (e['writes'] as (Partial<Record<string, unknown>> | null)[]).every(
          (w) => typeof w === 'object' && w !== null && inRange(w['site']),
        ),
    ) &&
    ((table.gates ?? []) as unknown[]).every(inRange) &&
    ((table.handed ?? []) as Partial<Record<string, unknown>>[]).every(
      (h) =>
        typeof h === 'object' &&
        h !== null &&
        (h['site'] === undefined || inRange(h['site'])) &&
        [h['in'], h['fn'] ?? 0].every((f) => typeof f === 'number' && (table.functions as unknown[])[f] !== undefined) &&
        ['string', 'undefined'].includes(typeof h['name']),
    ) &&
    (table.sequences as Partial<Record<string, unknown>>[]).every(
      (s) => typeof s === 'object' && s !== null && Array.isArray(s['sites']) && s['sites'].every(inRange),
    )
  );
}
