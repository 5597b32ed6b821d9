/** Small vocabulary over acorn's tree: children in source order, function shapes, plain keys, text of a node. */
import type {
  AnonymousFunctionDeclaration,
  AnyNode,
  ArrowFunctionExpression,
  BinaryExpression,
  CallExpression,
  FunctionDeclaration,
  FunctionExpression,
  Identifier,
  ImportDeclaration,
  Literal,
  MemberExpression,
  NewExpression,
  Pattern,
  Program,
  StaticBlock,
  VariableDeclaration,
  BlockStatement,
  ExportNamedDeclaration,
} from 'acorn';

export type FunctionNode = FunctionDeclaration | AnonymousFunctionDeclaration | FunctionExpression | ArrowFunctionExpression;
/** Something that opens with a brace and holds statements. */
export type BlockNode = BlockStatement | StaticBlock | Program;

/** In a `with`, names of ours would be looked up in an object of the program: what has one stays as it is. */
export function holdsWith(node: AnyNode): boolean {
  return node.type === 'WithStatement' || someChild(node, holdsWith);
}

const EQUALITY: ReadonlySet<string> = new Set(['===', '!==', '==', '!=']);

export function isEquality(operator: string): boolean {
  return EQUALITY.has(operator);
}

export function isFunction(node: AnyNode): node is FunctionNode {
  return node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression';
}

/**
 * Properties that hold children, in source order. A table, not a switch: this runs cold, where every case of a switch is compared in turn.
 * `key` and `property` count only when the node is computed.
 */
const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  Program: ['body'],
  BlockStatement: ['body'],
  StaticBlock: ['body'],
  ClassBody: ['body'],
  ExpressionStatement: ['expression'],
  ChainExpression: ['expression'],
  ParenthesizedExpression: ['expression'],
  IfStatement: ['test', 'consequent', 'alternate'],
  ConditionalExpression: ['test', 'consequent', 'alternate'],
  LabeledStatement: ['body'],
  WithStatement: ['object', 'body'],
  SwitchStatement: ['discriminant', 'cases'],
  SwitchCase: ['test', 'consequent'],
  ReturnStatement: ['argument'],
  YieldExpression: ['argument'],
  ThrowStatement: ['argument'],
  AwaitExpression: ['argument'],
  UnaryExpression: ['argument'],
  UpdateExpression: ['argument'],
  SpreadElement: ['argument'],
  RestElement: ['argument'],
  TryStatement: ['block', 'handler', 'finalizer'],
  CatchClause: ['param', 'body'],
  WhileStatement: ['test', 'body'],
  DoWhileStatement: ['body', 'test'],
  ForStatement: ['init', 'test', 'update', 'body'],
  ForInStatement: ['left', 'right', 'body'],
  ForOfStatement: ['left', 'right', 'body'],
  FunctionDeclaration: ['params', 'body'],
  FunctionExpression: ['params', 'body'],
  ArrowFunctionExpression: ['params', 'body'],
  VariableDeclaration: ['declarations'],
  VariableDeclarator: ['id', 'init'],
  ArrayExpression: ['elements'],
  ArrayPattern: ['elements'],
  ObjectExpression: ['properties'],
  ObjectPattern: ['properties'],
  Property: ['key', 'value'],
  AssignmentExpression: ['left', 'right'],
  BinaryExpression: ['left', 'right'],
  LogicalExpression: ['left', 'right'],
  AssignmentPattern: ['left', 'right'],
  MemberExpression: ['object', 'property'],
  CallExpression: ['callee', 'arguments'],
  NewExpression: ['callee', 'arguments'],
  SequenceExpression: ['expressions'],
  TemplateLiteral: ['expressions'],
  TaggedTemplateExpression: ['tag', 'quasi'],
  ClassDeclaration: ['superClass', 'body'],
  ClassExpression: ['superClass', 'body'],
  MethodDefinition: ['key', 'value'],
  PropertyDefinition: ['key', 'value'],
  ImportExpression: ['source', 'options'],
  ExportNamedDeclaration: ['declaration'],
  ExportDefaultDeclaration: ['declaration'],
};

/** What the table names: nodes, lists of nodes with holes, or nothing. */
type Fields = Readonly<Record<string, AnyNode | readonly (AnyNode | null)[] | null | undefined>> & { readonly computed?: boolean };

/** Calls `visit` for each direct child in source order. Names that are no expressions (labels, property names, specifiers) are left out. */
export function forEachChild(node: AnyNode, visit: (child: AnyNode) => void): void {
  const keys = CHILDREN[node.type];
  if (keys === undefined) return;
  // SAFETY: the table names properties of that type of node.
  const fields = node as unknown as Fields;
  // HOT: every walk over a file comes through here, mostly before V8 has compiled it.
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string;
    if ((key === 'key' || key === 'property') && fields.computed !== true) continue;
    const child = fields[key];
    if (!child) continue;
    if (!isArray(child)) visit(child as AnyNode);
    else for (let j = 0; j < child.length; j++) if (child[j]) visit(child[j] as AnyNode);
  }
}

const { isArray } = Array;

/** Whether a direct child passes the test; those after the first one that does are not asked. */
export function someChild(node: AnyNode, test: (child: AnyNode) => boolean): boolean {
  const keys = CHILDREN[node.type];
  if (keys === undefined) return false;
  // SAFETY: as above.
  const fields = node as unknown as Fields;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string;
    if ((key === 'key' || key === 'property') && fields.computed !== true) continue;
    const child = fields[key];
    if (!child) continue;
    if (!isArray(child)) {
      if (test(child as AnyNode)) return true;
    } else for (let j = 0; j < child.length; j++) if (child[j] && test(child[j] as AnyNode)) return true;
  }
  return false;
}

/** The text of a node without white space: equal for the same path written in two ways. */
export function pathText(source: string, node: AnyNode): string {
  return source.slice(node.start, node.end).replace(/\s+/g, '');
}

/** `asyncDispose` of `[Symbol.asyncDispose]() { … }`. */
export function symbolName(key: AnyNode): string {
  const isSymbol = key.type === 'MemberExpression' && !key.computed && key.object.type === 'Identifier' && key.object.name === 'Symbol';
  return isSymbol && key.property.type === 'Identifier' ? key.property.name : '';
}

/** The name of a member when it is written down: `.name`, `#name`, `['name']`, `[3]`; undefined when it is computed. */
export function memberName(node: MemberExpression): string | undefined {
  const property = node.property;
  if (property.type === 'PrivateIdentifier') return `#${property.name}`;
  if (!node.computed) return property.type === 'Identifier' ? property.name : undefined;
  if (property.type === 'Literal' && (typeof property.value === 'string' || typeof property.value === 'number')) {
    return String(property.value);
  }
  return undefined;
}

/** An expression that can be evaluated twice without anyone noticing: an identifier or a literal (no regular expression). */
export function isPlain(node: AnyNode): boolean {
  return node.type === 'Identifier' || (node.type === 'Literal' && !node.regex);
}

/** A text, a number, or a member of what is named like an enumeration: the same whoever stores it. */
export function isMark(node: AnyNode): boolean {
  if (node.type === 'Literal') return typeof node.value === 'string' || typeof node.value === 'number';
  return node.type === 'MemberExpression' && !node.computed && node.object.type === 'Identifier' && /^\p{Lu}/u.test(node.object.name);
}

const END_WORD = /^(?:clos(?:ed|ing)|ended|destroyed|disposed|terminated|shut_?down|dead)$/i;

/** 'closed', `State.CLOSED`, CLOSED: a state in which something is of no more use. */
export function saysEnd(node: AnyNode): boolean {
  return END_WORD.test(wordOf(node));
}

/** The word that a state goes by: a text, or the name of a constant. */
export function wordOf(node: AnyNode): string {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : '';
  if (node.type === 'Identifier') return /^[A-Z][A-Z\d_]*$/.test(node.name) ? node.name : '';
  return node.type === 'MemberExpression' && isMark(node) ? (memberName(node) ?? '') : '';
}

/** Names, paths, literals, and texts, choices and calls of such: its evaluation suspends nothing, and takes no temporary that a receiver may be in. */
export function isSimple(node: AnyNode): boolean {
  switch (node.type) {
    case 'Identifier':
    case 'ThisExpression':
    case 'Literal':
      return true;
    case 'MemberExpression':
      return node.object.type !== 'Super' && isSimple(node.object) && (!node.computed || isSimple(node.property));
    case 'UnaryExpression':
      return node.argument.type === 'Literal';
    case 'ChainExpression':
      return isSimple(node.expression);
    case 'TemplateLiteral':
      return node.expressions.every(isSimple);
    case 'BinaryExpression':
    case 'LogicalExpression':
      return isSimple(node.left) && isSimple(node.right);
    case 'ConditionalExpression':
      return isSimple(node.test) && isSimple(node.consequent) && isSimple(node.alternate);
    case 'CallExpression':
      return isSimple(node.callee) && node.arguments.every(isSimple);
    default:
      return false;
  }
}

/** `'user:' + id`: a sum with a text in it, not `row * width + column`. */
export function isTextSum(node: AnyNode): boolean {
  if (node.type === 'Literal') return typeof node.value === 'string';
  if (node.type === 'TemplateLiteral') return true;
  return node.type === 'BinaryExpression' && node.operator === '+' && (isTextSum(node.left) || isTextSum(node.right));
}

/** A question whether an object has a key. */
export interface AskedKey {
  readonly object: AnyNode;
  readonly key: AnyNode;
}

/** What `Object.hasOwn(object, key)`, `Reflect.has(object, key)`, `object.hasOwnProperty(key)`, the method called on another object, and `Object.keys(object).includes(key)` ask. */
export function ownKeyAsked(node: AnyNode): AskedKey | undefined {
  if (node.type !== 'CallExpression' || node.optional || node.callee.type !== 'MemberExpression') return undefined;
  const { callee } = node;
  const [first, second] = node.arguments;
  if (!first || first.type === 'SpreadElement' || callee.object.type === 'Super') return undefined;
  const name = memberName(callee);
  if (name === 'hasOwnProperty') return callee.optional || hasOptional(callee.object) ? undefined : { object: callee.object, key: first };
  if (name === 'includes') {
    const object = keysOf(callee.object);
    return object && { object, key: first };
  }
  const holder = callee.object.type === 'Identifier' ? callee.object.name : '';
  const isOfObject = (name === 'hasOwn' && holder === 'Object') || (name === 'has' && holder === 'Reflect');
  const isCalled = name === 'call' && callee.object.type === 'MemberExpression' && memberName(callee.object) === 'hasOwnProperty';
  return (isOfObject || isCalled) && second && second.type !== 'SpreadElement' ? { object: first, key: second } : undefined;
}

/** `Object.keys(held)`: `held`. */
export function keysOf(node: AnyNode): AnyNode | undefined {
  if (node.type !== 'CallExpression' || hasOptional(node) || node.callee.type !== 'MemberExpression') return undefined;
  const { object } = node.callee;
  const [asked] = node.arguments;
  const isKeys = memberName(node.callee) === 'keys' && object.type === 'Identifier' && object.name === 'Object';
  return isKeys && asked?.type !== 'SpreadElement' ? asked : undefined;
}

/** `samples.length - 1` */
export function isEndKey(node: AnyNode): node is BinaryExpression & { readonly left: MemberExpression; readonly right: Literal } {
  if (node.type !== 'BinaryExpression' || node.operator !== '-') return false;
  const { left, right } = node;
  return (
    left.type === 'MemberExpression' &&
    memberName(left) === 'length' &&
    isSimple(left) &&
    right.type === 'Literal' &&
    typeof right.value === 'number'
  );
}

/** Calls that give a number: what they select is a place in a table, asked for in a loop. */
const GIVES_NUMBER = /^(?:Math\.\w+|.*\.(?:charCodeAt|codePointAt|charAt|at))$/;

/** A name or a text, or what gives one: not the arithmetic of places in a list (`row * width + column`, `next++`). */
function isNaming(node: AnyNode): boolean {
  switch (node.type) {
    case 'Identifier':
    case 'Literal':
    case 'TemplateLiteral':
      return true;
    case 'AwaitExpression':
      return isNaming(node.argument);
    case 'ChainExpression':
      return isNaming(node.expression);
    case 'MemberExpression':
      return node.object.type !== 'Super';
    case 'BinaryExpression':
      return isTextSum(node) || isEndKey(node);
    case 'LogicalExpression':
      return isNaming(node.left) && isNaming(node.right);
    case 'ConditionalExpression':
      return isNaming(node.consequent) && isNaming(node.alternate);
    case 'CallExpression':
      return node.callee.type !== 'Super' && !isNumeric(node.callee);
    default:
      return false;
  }
}

function isNumeric(callee: AnyNode): boolean {
  if (callee.type !== 'MemberExpression') return false;
  const object = callee.object.type === 'Identifier' ? callee.object.name : '';
  return GIVES_NUMBER.test(`${object}.${memberName(callee) ?? ''}`);
}

/**
 * `accounts[order.from]`, ``cache[`user:${id}`]``, `samples[samples.length - 1]`, `polls[Number(params.id)]`, `totals[kindOf(item)]`: the key is worked out, which is done once. `isAny`: also where it
 * is a number that is (`ring[next % size]`).
 */
export function isPathKey(node: AnyNode, isAny = false): boolean {
  if (node.type !== 'MemberExpression' || !node.computed) return false;
  const { property } = node;
  if (property.type === 'TemplateLiteral') return property.expressions.length > 0;
  const isWorkedOut = !/^(?:Identifier|PrivateIdentifier|Literal|SequenceExpression|YieldExpression)$/.test(property.type);
  return isWorkedOut && (isAny || isNaming(property));
}

/** True when the left spine (objects and callees down to the root, within one chain) contains `?.`. */
export function hasOptional(node: AnyNode): boolean {
  let at: AnyNode = node;
  for (;;) {
    if (at.type === 'MemberExpression') {
      if (at.optional) return true;
      at = at.object;
    } else if (at.type === 'CallExpression') {
      if (at.optional) return true;
      at = at.callee;
    } else return false;
  }
}

/** Strips chain wrappers. */
export function unchain(node: AnyNode): AnyNode {
  return node.type === 'ChainExpression' ? node.expression : node;
}

/** Every identifier that a pattern binds or assigns, with members as they are. */
export function forEachTarget(pattern: Pattern | AnyNode, visit: (target: AnyNode) => unknown): void {
  switch (pattern.type) {
    case 'ObjectPattern':
      for (const p of pattern.properties) forEachTarget(p.type === 'Property' ? p.value : p.argument, visit);
      return;
    case 'ArrayPattern':
      for (const e of pattern.elements) if (e) forEachTarget(e, visit);
      return;
    case 'RestElement':
      return forEachTarget(pattern.argument, visit);
    case 'AssignmentPattern':
      return forEachTarget(pattern.left, visit);
    default:
      visit(pattern);
  }
}

/** Array methods that call their callback before they return. */
export const INLINE_METHODS: ReadonlySet<string> = new Set([
  'map', 'forEach', 'filter', 'reduce', 'reduceRight', 'some', 'every', 'find', 'findIndex', 'findLast', 'findLastIndex', 'flatMap', 'sort', 'toSorted', 'from', 'replace', 'replaceAll',
]); // prettier-ignore

/** Those of them that take it second. */
const TAKES_SECOND: ReadonlySet<string> = new Set(['from', 'replace', 'replaceAll']);

/** Whether functions passed to a call run before it returns. `repo.find(id, callback)` is no method of an array. */
export function runsInline(call: CallExpression | NewExpression): boolean {
  const callee = unchain(call.callee);
  if (call.type === 'NewExpression') return callee.type === 'Identifier' && callee.name === 'Promise';
  const name = callee.type === 'MemberExpression' ? (memberName(callee) ?? '') : '';
  if (!INLINE_METHODS.has(name)) return false;
  const [first, ...others] = call.arguments;
  return TAKES_SECOND.has(name) || first === undefined || isFunction(first) || !others.some((argument) => isFunction(argument));
}

const HOLDS_STATEMENTS: ReadonlySet<string> = new Set([
  'Program', 'BlockStatement', 'StaticBlock', 'IfStatement', 'LabeledStatement', 'WithStatement', 'SwitchStatement', 'SwitchCase', 'TryStatement', 'CatchClause', 'WhileStatement',
  'DoWhileStatement', 'ForStatement', 'ForInStatement', 'ForOfStatement', 'ExportNamedDeclaration',
]); // prettier-ignore

/** Calls `visit` for each `var` declaration and import below a node, nested functions excluded. */
export function forEachVar(node: AnyNode, visit: (statement: VariableDeclaration | ImportDeclaration) => void): void {
  if (node.type === 'ImportDeclaration' || (node.type === 'VariableDeclaration' && node.kind === 'var')) visit(node);
  else if (HOLDS_STATEMENTS.has(node.type)) forEachChild(node, (child) => forEachVar(child, visit));
}

/** Local names that an export statement makes visible, and the names that they have outside. */
export function exportedNames(node: ExportNamedDeclaration): [string, string][] {
  const names: [string, string][] = [];
  for (const s of node.specifiers) {
    if (!node.source && s.local.type === 'Identifier') names.push([s.local.name, s.exported.type === 'Identifier' ? s.exported.name : '']);
  }
  const { declaration } = node;
  if (declaration?.type === 'VariableDeclaration') {
    for (const d of declaration.declarations) forEachTarget(d.id, (t) => t.type === 'Identifier' && names.push([t.name, t.name]));
  } else if (declaration) names.push([declaration.id.name, declaration.id.name]);
  return names;
}

/** What an import statement makes of a file beside this one (`from` is '' for others): a name, `*` for all; '' for the default, which does not change. */
export function importsOf(node: ImportDeclaration): { readonly local: Identifier; readonly name: string; readonly from: string }[] {
  const source = node.source.value;
  const from = typeof source === 'string' && source.startsWith('.') ? source : '';
  return node.specifiers.map((s) => {
    const name =
      s.type === 'ImportNamespaceSpecifier' ? '*' : s.type === 'ImportSpecifier' && s.imported.type === 'Identifier' ? s.imported.name : '';
    return { local: s.local, name, from };
  });
}

/** Whoever runs the statement does not go on to what stands after it. */
export function exits(node: AnyNode): boolean {
  const last = node.type === 'BlockStatement' ? node.body.at(-1) : node;
  return last !== undefined && /^(?:Return|Throw|Continue|Break)Statement$/.test(last.type);
}

/** Is there a `return` in it, outside of functions of its own? */
export function returns(node: AnyNode): boolean {
  return node.type === 'ReturnStatement' || (!isFunction(node) && someChild(node, returns));
}

/** Does the function give a value? Where it only returns, whoever calls it cannot tell where it did. */
export function answers(fn: FunctionNode | Program): boolean {
  const known = ANSWERS.get(fn);
  if (known !== undefined) return known;
  const { body } = fn;
  const gives = (node: AnyNode): boolean =>
    node.type === 'ReturnStatement' ? node.argument !== null && node.argument !== undefined : !isFunction(node) && someChild(node, gives);
  const found = Array.isArray(body) || body.type !== 'BlockStatement' || gives(body);
  ANSWERS.set(fn, found);
  return found;
}

/** What was found out: each `return;` of a function asks. */
const ANSWERS = new WeakMap<FunctionNode | Program, boolean>();

/** `read` of `read`, of `fs.read` and of `this.fs.read`; '' for what has no name. */
export function lastName(callee: AnyNode): string {
  // `(0, promises_1.rm)(file)`, as compilers write a call of what is imported.
  const node = unchain(callee.type === 'SequenceExpression' ? (callee.expressions.at(-1) as AnyNode) : callee);
  return node.type === 'Identifier' ? node.name : node.type === 'MemberExpression' ? (memberName(node) ?? '') : '';
}

/** How much something holds: `queue.length`, `cache.size`. */
export function isCount(node: MemberExpression): boolean {
  const name = memberName(node);
  return name === 'length' || name === 'size';
}

/** The identifier or `this` at the left end of a path. */
export function rootOf(node: AnyNode): AnyNode {
  let at = node;
  for (;;) {
    if (at.type === 'MemberExpression') at = at.object;
    else if (at.type === 'ChainExpression') at = at.expression;
    else return at;
  }
}

/** The place that an assignment gives, where it keeps what stands there: `rooms[id] ??= []`, `rooms[id] = rooms[id] || []`. */
export function keptPlace(node: AnyNode): AnyNode | undefined {
  if (node.type !== 'AssignmentExpression') return undefined;
  if (node.operator === '??=' || node.operator === '||=') return node.left;
  const { left, operator, right } = node;
  if (operator !== '=' || right.type !== 'LogicalExpression' || right.operator === '&&') return undefined;
  return isSamePath(left, right.left) ? left : undefined;
}

/** Two paths of names, literals and `this` that are spelled alike. */
function isSamePath(one: AnyNode, other: AnyNode): boolean {
  const [a, b] = [unchain(one), unchain(other)];
  if (a.type === 'Identifier' || a.type === 'PrivateIdentifier') return b.type === a.type && b.name === a.name;
  if (a.type === 'ThisExpression') return b.type === 'ThisExpression';
  if (a.type === 'Literal') return b.type === 'Literal' && a.raw === b.raw;
  if (a.type !== 'MemberExpression' || b.type !== 'MemberExpression' || a.computed !== b.computed) return false;
  return isSamePath(a.object, b.object) && isSamePath(a.property, b.property);
}
