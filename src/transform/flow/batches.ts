/**
 * A batch that functions of another file give and throw away: `const batch = metrics.snapshot(); await send(batch); metrics.reset();`. What others add while the caller waits goes with the
 * rest, as where one function does both (copies.ts). The file of the caller tells of the calls, that of the collection of its functions (SiteLink); the analysis joins them by name.
 */
import type { CallExpression } from 'acorn';
import { rootOf, unchain } from '../scope/ast';
import { homeOf, onlyValue } from '../scope/bindings';
import { isPartOfRequired } from '../scope/required';
import { isCopy } from './copies';
import type { Flow } from './flow';
import { isFromElsewhere } from './links';
import { CONTENTS, overlaps } from './locations';
import { linkPeeks } from './peeks';
import { CONTROL, CROSSED, union, type Value } from './values';
import { containerName } from '../scope/collections';

/** A call that is waited for is given what another call gave. */
export function noteBatch(flow: Flow, values: readonly Value[]): void {
  const isAnswer = (taint: number): boolean => (taint & CONTROL) === 0 && flow.origins.get(taint).call !== null;
  for (const value of values) flow.state.numbers = union(flow.state.numbers, value.filter(isAnswer));
}

/** What has a function of another file: an object from there, one that the function was given or that is kept in a field, or that file; '' for anything else. */
function holderOf({ analysis }: Flow, call: CallExpression): string {
  const callee = unchain(call.callee);
  const root = rootOf(callee);
  const variable = analysis.resolved.get(root) ?? null;
  if (callee.type === 'MemberExpression') {
    const isField = root.type === 'ThisExpression' && callee.object !== root;
    // `const tally = new Tally()`
    const isMade = variable?.kind === 'const' && onlyValue(variable)?.type === 'NewExpression';
    return isField || isMade || variable?.kind === 'param' || isFromElsewhere(analysis, variable) ? containerName(callee.object) : '';
  }
  if (variable?.kind !== 'import') return variable && isPartOfRequired(analysis, variable) ? 'from' : '';
  return analysis.relativeImports.has(variable.name) ? `from ${analysis.imports.get(variable)?.from ?? ''}` : '';
}

/** `metrics.reset();`, after what `metrics.snapshot()` gave has been handed on, and waited for. */
export function dropBatch(flow: Flow, node: CallExpression): void {
  const holder = node.arguments.length === 0 && flow.state.numbers.length > 0 ? holderOf(flow, node) : '';
  for (const taint of holder === '' ? [] : flow.state.numbers) {
    const { call } = flow.origins.get(taint);
    if (!call || (taint & CROSSED) === 0 || call.callee === node.callee || holderOf(flow, call) !== holder) continue;
    flow.links.set(`${call.end}:${node.end}:reset`, { read: call, write: node, kind: 'reset' });
    if (flow.answers.has(homeOf(flow.fn))) flow.follow(flow.fn);
  }
}

const MAX_HALVES = 32;

/** Functions that give all that a collection of this file holds, or a count, and others that empty it, or begin anew. */
export function linkHalves(flow: Flow): void {
  linkPeeks(flow);
  let left = MAX_HALVES;
  const named = [...flow.summaries].filter(([fn]) => fn.name !== '' && fn.name !== '(anonymous)');
  const emptying = named.filter(([, { emptied }]) => emptied.length > 0);
  if (emptying.length === 0) return;
  for (const [fn, { returns }] of named) {
    for (const taint of returns) {
      const { access, location } = flow.origins.get(taint);
      if (!access || !location || (taint & CONTROL) !== 0) continue;
      for (const [other, { emptied }] of emptying) {
        for (const { access: write, contents } of other === fn ? [] : emptied) {
          const isSame = contents === location && location.segment !== CONTENTS;
          if (!(isSame || (overlaps(contents, location) && isCopy(flow, access))) || --left < 0) continue;
          access.paired = write.paired = true;
          flow.links.set(`r${access.id}:w${write.id}:reset`, { read: access, write, kind: 'reset' });
        }
      }
    }
  }
}
