/** What is copied to be put back later (drafts.ts): reads of the properties that are changed in the copy. */
import type { AnyNode } from 'acorn';
import { partsOfOriginals } from '../flow/drafts';
import type { Emitter } from './emitter';

/** `structuredClone($il.p(SITE,state,"count"))`, as the pairs say so. */
export function emitOriginal(e: Emitter, node: AnyNode, body: () => void): void {
  let around = body;
  for (const part of partsOfOriginals(e.analysis).get(node) ?? []) {
    if (e.flow.accesses.find(part.node)?.paired !== true) continue;
    const inner = around;
    const site = e.readSite(part.node, `${e.slice(node)}.${part.name}`);
    around = () => e.wrap(node, `${e.il}.p(`, site, ',', `,${JSON.stringify(part.name)})`, inner);
  }
  around();
}
