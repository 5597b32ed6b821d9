/** Writes that a later statement of the same list takes back: `busy = true; …; busy = false;`. Who leaves between the two, early or with an error, leaves it set. */
import type { AnyNode, AssignmentExpression } from 'acorn';

/** `textOf`: the source of a node. */
export function undoneWrites(statements: readonly AnyNode[], textOf: (node: AnyNode) => string): AnyNode[] {
  const open = new Map<string, AnyNode>();
  const undone: AnyNode[] = [];
  for (const statement of statements) {
    const assignment = assignmentOf(statement);
    if (assignment === undefined) continue;
    const text = textOf(assignment.left);
    const before = open.get(text);
    if (before !== undefined && isPlain(assignment.right)) undone.push(before);
    open.set(text, assignment.left);
  }
  return undone;
}

function assignmentOf(statement: AnyNode): AssignmentExpression | undefined {
  if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'AssignmentExpression') return undefined;
  const { expression } = statement;
  const isPath = expression.left.type === 'Identifier' || expression.left.type === 'MemberExpression';
  return expression.operator === '=' && isPath ? expression : undefined;
}

/** What a flag is when nobody has it. */
function isPlain(node: AnyNode): boolean {
  return (
    (node.type === 'Literal' && (typeof node.value === 'boolean' || node.value === null)) ||
    (node.type === 'Identifier' && node.name === 'undefined')
  );
}
