/** Halves (halves.ts) that some expression joins (joins.ts): has their accesses probed, and tells their sites. */
import type { AnyNode } from 'acorn';
import type { SiteLink } from '../../wire/sites';
import type { Access } from '../flow/access';
import type { Flow } from '../flow/flow';
import type { Analysis, FunctionInfo } from '../scope/bindings';
import { findHalves, type Halves } from './halves';
import { findJoins } from './joins';

/** The links, once the probes are there. */
export function findTorn(analysis: Analysis, program: AnyNode, { accesses }: Flow): () => SiteLink[] {
  const joins = findJoins(analysis, program, findHalves(analysis, program));
  const access = (node: AnyNode, fn: FunctionInfo): Access => {
    const found = accesses.get(node, fn);
    found.paired = true;
    return found;
  };
  const stored = new Map<Halves, readonly [Access, Access]>();
  const read = joins.map(({ halves, reads: [first, second], fns }) => {
    if (!stored.has(halves)) stored.set(halves, [access(halves.stores[0], halves.fn), access(halves.stores[1], halves.fn)]);
    return [access(first, fns[0]), access(second, fns[1])] as const;
  });
  return () => [
    ...[...stored].flatMap(([{ isKept }, [first, second]]) => linkOf(first.writeSite, second.writeSite, isKept ? 'kept' : 'halves')),
    ...read.flatMap(([first, second]) => linkOf(first.readSite, second.readSite, 'joined')),
  ];
}

function linkOf(read: number, write: number, kind: SiteLink['kind']): SiteLink[] {
  return read >= 0 && write >= 0 ? [{ read, write, kind }] : [];
}
