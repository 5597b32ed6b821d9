/** The emitting visitor: walks the tree in source order and writes the instrumented text. What is around a node is decided before its children are visited. */
import type { AnyNode, Program, WhileStatement } from 'acorn';
import { exits, forEachChild, holdsWith, isCount, isFunction, type BlockNode, type FunctionNode } from '../scope/ast';
import {
  emitAssignment,
  emitDeclarator,
  emitDelete,
  emitIdentifier,
  emitIn,
  emitMember,
  emitShorthand,
  emitTarget,
  emitUpdate,
} from './emitAccess';
import { isOnlyTested } from '../scope/choices';
import { emitCall, emitChain, markAsked, markFloating, markShown } from './emitCalls';
import { emitArray, emitCopied, emitDeclarationFront } from './emitFront';
import { FLAG_AT_END, FLAG_LIMITED, MORE_ASSERTED } from '../../wire/siteFlags';
import { type Emitter, type FunctionContext, NOTHING_AROUND } from './emitter';
import type { FunctionInfo } from '../scope/bindings';
import { isMoreThan0, marks, rejects, throws } from '../facts/branches';
import { isCounter } from '../facts/counters';
import { isAskingPoll, isPoll, isSpin } from '../facts/spin';
import { assertedIn, assertionIn } from '../flow/endings';
import { isChoice } from '../flow/chosen';
import { undoneWrites } from '../flow/undone';
import { markRemoval } from './expected';
import { IS_HOOK } from '../scope/titles';
import { caughtBy, handedTo } from './emitCaught';
import { readsOfParameters } from './emitPatterns';
import { emitForOf, noteListed, visitListed } from './emitLoops';
import { skipComment } from './emitTargets';
import { emitOriginal } from './emitOriginals';
import { noteAtEnd, noteLeaving, noteLimited, noteRead, noteThrowing } from './throwing';
import { BOUNDED, emitAwait, emitReturned, emitTry, emitYield, ENDLESS, inLoop, delegates } from './emitWaits';

export function visit(e: Emitter, node: AnyNode): void {
  // Frequent types first: this runs cold, where the cases are compared in turn.
  switch (node.type) {
    case 'Identifier':
      return emitIdentifier(e, node);
    case 'Literal':
      return;
    case 'MemberExpression':
      return emitMember(e, node);
    case 'CallExpression':
    case 'NewExpression':
    case 'TaggedTemplateExpression':
    case 'ImportExpression':
      return isCounter(node) ? undefined : emitCall(e, node);
    case 'ExpressionStatement': {
      if (node.directive !== undefined) return;
      e.statementStart = node.start;
      markFloating(e, node.expression);
      const test = assertionIn(node.expression)?.test;
      if (test) noteThrowing(e, test, false);
      const asserted = assertedIn(node.expression);
      if (asserted) e.noteMore(asserted, MORE_ASSERTED);
      e.visit(node.expression);
      return test && noteChecked(e, test);
    }
    case 'Property':
      if (node.computed) e.visit(node.key);
      return node.shorthand ? emitShorthand(e, node.value) : emitCopied(e, node.value);
    case 'BlockStatement': {
      const known = e.checked.length;
      emitCells(e, node, node.start + 1, 'const');
      emitList(e, node.body);
      e.checked.length = Math.min(known, e.checked.length);
      return;
    }
    case 'VariableDeclaration':
      emitDeclarationFront(e, node);
      return forEachChild(node, (child) => e.visit(child));
    case 'ForStatement':
      if (node.init) e.noFront.add(node.init);
      return inLoop(e, node, node.test ? BOUNDED : ENDLESS, () => forEachChild(node, (child) => e.visit(child)));
    case 'ExportNamedDeclaration':
      if (node.declaration) e.noFront.add(node.declaration);
      return forEachChild(node, (child) => e.visit(child));
    case 'ReturnStatement':
      return node.argument ? emitReturned(e, node, node.argument) : undefined;
    case 'TryStatement':
      return emitTry(e, node);
    case 'ObjectExpression':
      return forEachChild(node, (child) => emitPart(e, child));
    case 'VariableDeclarator':
      if (node.init && isOnlyTested(e.analysis, node.id)) markAsked(e, node.init);
      return emitDeclarator(e, node);
    case 'TemplateLiteral':
      for (const part of node.expressions) markShown(e, part);
      return forEachChild(node, (child) => e.visit(child));
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return isCounter(node) ? undefined : emitFunction(e, node);
    case 'AssignmentExpression':
      return emitAssignment(e, node);
    case 'IfStatement':
      return emitIf(e, node);
    case 'BinaryExpression':
      return emitBinary(e, node);
    case 'LogicalExpression':
      return emitGuarded(e, node.left, [node.right]);
    case 'AwaitExpression':
      return emitAwait(e, node);
    case 'ChainExpression':
      return emitChain(e, node);
    case 'YieldExpression':
      return emitYield(e, node);
    case 'UpdateExpression':
      return isCounter(node) ? undefined : emitUpdate(e, node);
    case 'UnaryExpression':
      if (node.operator === 'delete') return emitDelete(e, node);
      // Of a name that is not there this gives 'undefined'; reading it throws.
      if (node.operator === 'typeof' && node.argument.type === 'Identifier' && e.analysis.resolved.get(node.argument)?.undeclared) return;
      // `!queue.length` asks for 0, as `queue.length === 0` does.
      if (node.operator === '!' && node.argument.type === 'MemberExpression' && isCount(node.argument)) {
        noteRead(e, node.argument, FLAG_AT_END);
      }
      return node.operator === '!' || node.operator === 'typeof' || node.operator === 'void'
        ? e.visit(node.argument)
        : e.visitBase(node.argument);
    case 'ConditionalExpression':
      askAwaitable(e, node.test);
      return emitGuarded(e, node.test, [node.consequent, node.alternate]);
    case 'WhileStatement':
      return emitWhile(e, node);
    case 'DoWhileStatement':
      inLoop(e, node, 0, () => e.visit(node.body));
      return emitCondition(e, node.test);
    case 'SwitchStatement':
      emitCondition(e, node.discriminant);
      for (const c of node.cases) e.visit(c);
      return;
    case 'ArrayExpression':
      return emitArray(e, node);
    case 'SpreadElement':
      return emitOriginal(e, node.argument, () => e.visitBase(node.argument));
    case 'LabeledStatement':
    case 'ForOfStatement':
      return emitForOf(e, node);
    case 'ForInStatement':
      if (node.left.type === 'VariableDeclaration') e.visit(node.left);
      else emitTarget(e, node.left);
      emitCopied(e, node.right);
      return inLoop(e, node, BOUNDED, () => visitListed(e, node, node.right));
    case 'CatchClause':
      if (node.param) {
        emitTarget(e, node.param);
        const caught = caughtBy(e, node.param);
        if (caught !== '') e.out.insert(node.body.start + 1, `${caught};`);
      }
      return e.visit(node.body);
    default:
      return forEachChild(node, (child) => e.visit(child));
  }
}

/** `{ views: 0, ...pages.get(id) }`: what is not there adds nothing. */
function emitPart(e: Emitter, part: AnyNode): void {
  const spread = part.type === 'SpreadElement' ? part.argument : undefined;
  if (spread?.type === 'CallExpression') emitOriginal(e, spread, () => e.visit(spread));
  else e.visit(part);
}

function emitList(e: Emitter, statements: readonly AnyNode[]): void {
  for (const target of undoneWrites(statements, (part) => e.slice(part))) e.undone.add(target);
  const { context } = e;
  const outer = context.isFollowed;
  const last = statements.findLastIndex((statement) => statement.type !== 'FunctionDeclaration');
  for (const [i, statement] of statements.entries()) {
    context.isFollowed = outer || i < last;
    e.visit(statement);
  }
  context.isFollowed = outer;
}

// --- conditions ---

function emitWhile(e: Emitter, loop: WhileStatement): void {
  const { inSpin, inPoll } = e;
  askAwaitable(e, loop.test);
  e.inSpin = isSpin(loop);
  e.inPoll = isPoll(loop);
  inLoop(e, loop, loop.test.type === 'Literal' ? ENDLESS : 0, () => emitGuarded(e, loop.test, [loop.body], isAskingPoll(loop)));
  e.inSpin = inSpin;
  e.inPoll = inPoll;
}

function emitCondition(e: Emitter, test: AnyNode): void {
  const outer = e.inCondition;
  e.inCondition = true;
  e.visit(test);
  e.inCondition = outer;
}

/** Paths a test mentions count as checked in what it guards. */
function noteChecked(e: Emitter, test: AnyNode): void {
  if (isFunction(test)) return;
  // `if (this.rows[id])`: what stands for a key has no name of its own.
  if (e.mayProbe(test) || (test.type === 'MemberExpression' && test.computed)) e.checked.push(e.slice(test));
  const [from, key] = askedEntry(test);
  if (from && key) e.checked.push(`${e.slice(from)}[${e.slice(key)}]`);
  forEachChild(test, (child) => noteChecked(e, child));
}

/** `id in all`, `all.hasOwnProperty(id)`, and what is asked of both: `hasOwn(all, id)`, `has.call(all, id)`. */
function askedEntry(test: AnyNode): readonly (AnyNode | undefined)[] {
  if (test.type === 'BinaryExpression') return test.operator === 'in' ? [test.right, test.left] : [];
  if (test.type !== 'CallExpression') return [];
  const { callee, arguments: given } = test;
  return given.length === 1 && callee.type === 'MemberExpression' ? [callee.object, given[0]] : given.slice(-2);
}

function emitGuarded(e: Emitter, test: AnyNode, branches: readonly AnyNode[], isPolled = false): void {
  const known = e.checked.length;
  emitCondition(e, test);
  noteChecked(e, test);
  e.inPoll ||= isPolled;
  for (const branch of branches) e.visit(branch);
  e.checked.length = known;
}

/** `if (isFree(seat))` in an async function, which could have awaited it. Elsewhere tests are too frequent to ask what they are given. */
function askAwaitable(e: Emitter, test: AnyNode): void {
  const { info } = e.context;
  if (info.async || (info.parent === null && info.suspends)) markAsked(e, test);
}

function emitIf(e: Emitter, node: AnyNode & { type: 'IfStatement' }): void {
  const known = e.checked.length;
  askAwaitable(e, node.test);
  markRemoval(e, node);
  if (throws(node.consequent) || rejects(node.consequent)) noteThrowing(e, node.test, true);
  else if (exits(node.consequent)) noteLeaving(e, node.test, node.consequent);
  if (!node.alternate && marks(node.consequent) && isMoreThan0(node.test)) noteRead(e, node.test.left, FLAG_LIMITED);
  emitCondition(e, node.test);
  noteChecked(e, node.test);
  const tested = e.checked.length;
  e.visit(node.consequent);
  e.checked.length = tested;
  e.visit(node.alternate);
  // After an early exit, or after an assignment or a wait in the branch, the rest of the block is guarded too.
  const { consequent } = node;
  const assigns = consequent.type === 'ExpressionStatement' && consequent.expression.type === 'AssignmentExpression';
  const isLeft = assigns || exits(consequent) || consequent.type === 'BlockStatement' || e.hasSuspend(consequent);
  if (!isLeft) e.checked.length = known;
}

const ARITHMETIC: ReadonlySet<string> = new Set('+ - * / % ** | & ^ << >> >>> in instanceof < > <= >='.split(' '));

function emitBinary(e: Emitter, node: AnyNode & { type: 'BinaryExpression' }): void {
  const numeric = ARITHMETIC.has(node.operator);
  if (/^===?$/.test(node.operator) && node.right.type === 'Literal' && node.right.value === 0) noteAtEnd(e, node.left);
  if (/^[<>]=?$/.test(node.operator)) noteLimited(e, node);
  if (node.operator === 'in' && emitIn(e, node)) return;
  const outer = e.inCondition;
  e.inCondition &&= !isChoice(e.flow, node);
  if (node.left.type !== 'PrivateIdentifier') {
    // `nothing instanceof Date` is an answer.
    if (numeric && node.operator !== 'instanceof') e.visitBase(node.left);
    else e.visit(node.left);
  }
  if (numeric) e.visitBase(node.right);
  else e.visit(node.right);
  e.inCondition = outer;
}

// --- functions ---

/** Declares the cells of the variables of a scope. */
function emitCells(e: Emitter, scope: AnyNode, position: number, kind: 'const' | 'let' | 'var'): void {
  for (const variable of e.cellsOf(scope)) {
    const cell = `${kind} ${e.cell(variable)}=${e.il}`;
    const source = e.analysis.imports.get(variable);
    if (source) e.out.insert(position, `${cell}.t(import.meta.url,${JSON.stringify(source.from)},${JSON.stringify(source.name)});`);
    else e.out.insertNumber(position, `${cell}.n(`, e.table.variable(variable), `${exportOf(e, scope, variable.name)});`);
  }
}

/** Where a module can be asked for the variable, as further arguments; '' when it exports it under no name. */
function exportOf(e: Emitter, scope: AnyNode, local: string): string {
  const name = e.hasUrl && scope.type === 'Program' ? (e.analysis.exported.get(local) ?? '') : '';
  return name === '' ? '' : `,import.meta.url,${JSON.stringify(name)}`;
}

/** `import * as state`: tells which module the object stands for. */
function emitNamespaces(e: Emitter, position: number): void {
  if (!e.hasUrl) return;
  for (const [variable, { from, name }] of e.analysis.imports) {
    if (name === '*') e.out.insert(position, `${e.il}.t(import.meta.url,${JSON.stringify(from)},"*",${variable.name});`);
  }
}

/** Position after the directives of a body, with the semicolon the last one may lack. */
function afterDirectives(e: Emitter, body: BlockNode, start: number): { position: number; lead: string } {
  let position = start;
  let lead = '';
  for (const statement of body.body) {
    if (statement.type !== 'ExpressionStatement' || statement.directive === undefined) break;
    position = statement.end;
    lead = e.source[position - 1] === ';' ? '' : ';';
  }
  return { position, lead };
}

function depthOf(info: FunctionInfo): number {
  let depth = 0;
  for (let at = info.parent; at; at = at.parent) depth++;
  return depth;
}

/** Whether the statements of the body can move into a `try` block without an early error or a change of binding. */
function canEnclose(e: Emitter, node: FunctionNode): boolean {
  if (node.body.type !== 'BlockStatement') return true;
  const seen = new Set<string>();
  for (const statement of node.body.body) {
    if (statement.type !== 'FunctionDeclaration' || !statement.id) continue;
    if (seen.has(statement.id.name) || !e.isOnlyFunction(statement.id)) return false;
    seen.add(statement.id.name);
  }
  return true;
}

function emitFunction(e: Emitter, node: FunctionNode): void {
  const info = e.analysis.infos.get(node);
  if (!info) throw new Error('unknown function');
  const encloses = canEnclose(e, node);
  const isCoroutine = encloses && e.flow.coroutines.has(info) && !delegates(node.body);
  const isFollowed = e.flow.activations.has(info) || IS_HOOK.test(info.title);
  const isActivation = info.async || isCoroutine || (isFollowed && encloses && !info.constructs);
  const mayThrowEarly = node.params.some((p) => e.hasCall(p));
  // The promise of a call ends it; a generator has none.
  const closes = isActivation && encloses && (!info.async || info.generator || mayThrowEarly);
  const braces = node.body.type === 'BlockStatement';
  const outerAct = e.visibleAct();
  const saved = {
    statementStart: e.statementStart,
    inCondition: e.inCondition,
    loop: e.loop,
    inPoll: e.inPoll,
    resolvers: e.resolvers.length,
    baseUse: e.baseUse,
    checked: e.checked.length,
    freshFrom: e.freshFrom,
    fn: e.flow.fn,
  };
  // A callback runs when what was looked at around it may be gone.
  if (info.usage !== 'inline') e.freshFrom = e.checked.length;
  e.inCondition = false;
  e.loop = 0;
  e.inPoll = false;
  if (e.executors.has(node)) for (const p of node.params) if (p.type === 'Identifier') e.resolvers.push(p.name);
  e.baseUse = null;
  e.flow.fn = info;
  const context: FunctionContext = {
    info,
    act: isActivation ? `${e.local}a${depthOf(info)}` : '',
    hasBody: braces || isActivation,
    usesTemp: false,
    inParams: true,
    yields: isCoroutine || (info.async && info.generator),
    finallys: closes ? 1 : 0,
    ...NOTHING_AROUND,
  };
  e.stack.push(context);
  for (const p of node.params) emitTarget(e, p);
  context.inParams = false;
  noteListed(e, node);
  const { body } = node;
  const handed = handedTo(e, node);
  let end = body.end - 1;
  let close = '';
  if (body.type === 'BlockStatement') {
    const { position, lead } = afterDirectives(e, body, body.start + 1);
    emitEntry(e, context, position, lead, outerAct, closes, handed);
    // What a compiler keeps for a generator stands in front of its body (coroutines.ts).
    emitList(e, body.body[0] && body.body[0].start < body.start ? body.body.filter(({ start }) => start > body.start) : body.body);
  } else if (isActivation) {
    const position = afterArrow(e, node);
    emitEntry(e, context, position, '{', outerAct, closes, handed);
    e.out.insert(position, 'return (');
    emitReturned(e, body, body);
    end = node.end;
    e.out.insert(end, ')');
    close = '}';
  } else if (handed !== '') {
    e.out.insert(afterArrow(e, node), `(${handed},`);
    e.visit(body);
    e.out.insert(node.end, ')');
  } else e.visit(body);
  if (context.usesTemp) e.out.insert(end, `;var ${e.local}t,${e.local}v,${e.local}w;`);
  if (closes) e.out.insert(end, `}finally{${e.il}.x(${context.act});}`);
  e.out.insert(end, close);
  e.stack.pop();
  e.flow.fn = saved.fn;
  e.statementStart = saved.statementStart;
  e.inCondition = saved.inCondition;
  e.loop = saved.loop;
  e.inPoll = saved.inPoll;
  e.resolvers.length = saved.resolvers;
  e.baseUse = saved.baseUse;
  e.checked.length = Math.min(saved.checked, e.checked.length);
  e.freshFrom = saved.freshFrom;
}

function emitEntry(
  e: Emitter,
  context: FunctionContext,
  position: number,
  lead: string,
  outerAct: string,
  closes: boolean,
  handed: string,
): void {
  const { info, act } = context;
  let before = lead;
  if (act !== '') {
    const isLong = info.async || context.yields;
    e.out.insertNumber(position, `${before}const ${act}=${e.il}.${isLong ? 'e' : 'c'}(`, info.index, isLong ? ');' : `,${outerAct});`);
    before = '';
  }
  if (e.cellsOf(info.node).length > 0) {
    e.out.insert(position, before);
    before = '';
    emitCells(e, info.node, position, 'var');
  }
  if (closes) {
    e.out.insert(position, `${before}try{`);
    before = '';
  }
  if (handed !== '') {
    e.out.insert(position, `${before}${handed};`);
    before = '';
  }
  readsOfParameters(e, info, position, before);
}

/** Position behind the `=>` of an arrow function. */
function afterArrow(e: Emitter, node: FunctionNode): number {
  let i = node.params.at(-1)?.end ?? node.start;
  for (; i < node.body.start; i++) {
    if (e.source[i] === '/') i = skipComment(e.source, i);
    else if (e.source.startsWith('=>', i)) return i + 2;
  }
  throw new Error('no arrow');
}

/** Declares something that a block would hide, or make later. */
function isLexical(statement: AnyNode): boolean {
  return (
    statement.type === 'FunctionDeclaration' ||
    statement.type === 'ClassDeclaration' ||
    (statement.type === 'VariableDeclaration' && statement.kind !== 'var')
  );
}

/** Emits a whole file. `binding` makes the runtime known under its local name. */
export function emitProgram(e: Emitter, program: Program, binding: string): void {
  const info = e.analysis.module;
  const act = info.suspends ? `${e.il}a0` : '';
  const context: FunctionContext = {
    info,
    act,
    hasBody: true,
    usesTemp: false,
    inParams: false,
    yields: false,
    finallys: 0,
    ...NOTHING_AROUND,
  };
  e.stack.push(context);
  e.flow.fn = info;
  const first = program.body[0];
  if (first) {
    const { position, lead } = afterDirectives(e, program, first.start);
    const encloses = e.isScript && !program.body.some(isLexical);
    // A block keeps our names out of the global scope, and a script that declares nothing there can run again.
    if (e.isScript) e.out.insert(position, `${lead}${encloses ? '{' : ''}let ${e.local}t,${e.local}v,${e.local}w;`);
    else e.out.insert(position, binding === '' ? '' : lead + binding);
    const opened = e.isScript || binding !== '' ? '' : lead;
    if (act !== '') e.out.insertNumber(position, `${opened}var ${act}=${e.il}.e(`, info.index, ');');
    else if (e.cellsOf(program).length > 0) e.out.insert(position, opened);
    emitCells(e, program, position, e.isScript ? 'let' : 'var');
    emitNamespaces(e, position);
    for (const statement of program.body) if (!e.analysis.dynamic || !holdsWith(statement)) e.visit(statement);
    const end = program.body.at(-1)?.end ?? position;
    if (encloses) e.out.insert(end, '}');
    else if (context.usesTemp && !e.isScript) e.out.insert(end, `;var ${e.il}t,${e.il}v,${e.il}w;`);
    // A module has no promise of its own in the trace: it says itself that it is done.
    if (act !== '') e.out.insert(end, `;${e.il}.x(${act});`);
  }
  e.stack.pop();
}
