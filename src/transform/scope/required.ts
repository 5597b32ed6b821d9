/** Constants that are parts of what another file of the program exports: `const { templates } = require(…)`. */
import { forEachTarget } from './ast';
import type { Analysis, Variable } from './bindings';
import type { AnyNode } from 'acorn';

const known = new WeakMap<Analysis, ReadonlySet<string>>();

export function isPartOfRequired(analysis: Analysis, variable: Variable): boolean {
  if (variable.kind !== 'const' || variable.scope.kind !== 'module') return false;
  let names = known.get(analysis);
  if (!names) known.set(analysis, (names = namesOf(analysis)));
  return names.has(variable.name);
}

function namesOf({ module }: Analysis): Set<string> {
  const names = new Set<string>();
  if (module.node.type !== 'Program') return names;
  for (const statement of module.node.body) {
    if (statement.type !== 'VariableDeclaration' || statement.kind !== 'const') continue;
    for (const { id, init } of statement.declarations) {
      if (id.type !== 'ObjectPattern' || !init || !isRelativeRequire(init)) continue;
      forEachTarget(id, (target) => target.type === 'Identifier' && names.add(target.name));
    }
  }
  return names;
}

/** `require` of a file of the program, which a path names. */
export function isRelativeRequire(node: AnyNode): boolean {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'require') return false;
  const from = node.arguments[0];
  return from?.type === 'Literal' && typeof from.value === 'string' && from.value.startsWith('.');
}
