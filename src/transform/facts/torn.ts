/** Halves (halves.ts) that some expression joins (joins.ts), moves of which the sums are compared (moves.ts), and parts that are taken apart (takenApart.ts): has their accesses probed, and tells their sites. */
import type { AnyNode } from 'acorn';
import type { SiteLink } from '../../wire/sites';
import type { Access } from '../flow/access';
import type { Flow } from '../flow/flow';
import type { Analysis, FunctionInfo } from '../scope/bindings';
import { findHalves, type Halves } from './halves';
import { findJoins } from './joins';
import { findMoves, findSums, type Move } from './moves';
import { findTakenApart } from './takenApart';

/** The links, once the probes are there. */
export function findTorn(analysis: Analysis, program: AnyNode, source: string, { accesses }: Flow): () => SiteLink[] {
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
  const moved = new Map<Move, readonly [Access, Access]>();
  const summed = findSums(analysis, program, findMoves(analysis)).map(({ move, sizes: [first, second], fn }) => {
    if (!moved.has(move)) moved.set(move, [access(move.calls[0], move.fn), access(move.calls[1], move.fn)]);
    return [access(first, fn), access(second, fn)] as const;
  });
  const apart = findTakenApart(analysis, source).map(({ reads: [first, second], fn }) => [access(first, fn), access(second, fn)] as const);
  return () => [
    ...apart.flatMap(([first, second]) => linkOf(first.readSite, second.readSite, 'apart')),
    ...[...moved.values()].flatMap(([first, second]) => linkOf(first.writeSite, second.writeSite, 'moved')),
    ...summed.flatMap(([first, second]) => linkOf(first.readSite, second.readSite, 'summed')),
    ...[...stored].flatMap(([{ isKept }, [first, second]]) => linkOf(first.writeSite, second.writeSite, isKept ? 'kept' : 'halves')),
    ...read.flatMap(([first, second]) => linkOf(first.readSite, second.readSite, 'joined')),
  ];
}

function linkOf(read: number, write: number, kind: SiteLink['kind']): SiteLink[] {
  return read >= 0 && write >= 0 ? [{ read, write, kind }] : [];
}
