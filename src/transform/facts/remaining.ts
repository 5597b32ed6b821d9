/**
 * What is known of calls that leave something behind which keeps a program alive: a timer that is set again by its own callback, a timer whose callback only forgets (it takes old entries out),
 * a reader of lines that reads from elsewhere than the standard input, a file that a function opens for itself alone, and a connection that it asks one thing, or nothing but whether it can be. And calls that are left behind
 * with what is given away unfinished (givenEarly.ts).
 */
import type { AnyNode, CallExpression } from 'acorn';
import { FLAG_AGAIN, FLAG_FORGETS, FLAG_OTHER_INPUT, FLAG_OWN, FLAG_PROBES } from '../../wire/siteFlags';
import { isFunction, lastName, memberName, pathText, returns, someChild, unchain, type FunctionNode } from '../scope/ast';
import { onlyValue, REF_INIT, type Analysis, type FunctionInfo, type Variable } from '../scope/bindings';
import { givenEarlyFlag } from './givenEarly';

/** Flags of a call in `fn`. */
export function remainingFlags(analysis: Analysis, fn: FunctionInfo, node: CallExpression, source: string): number {
  const name = lastName(node.callee);
  if (name === 'forEach' || name === 'map') return givenEarlyFlag(analysis, fn, node);
  if (name === 'createInterface') return isOther(analysis, inputOf(node.arguments[0])) ? FLAG_OTHER_INPUT : 0;
  if (name === 'open' || name === 'openSync') return isForItself(analysis, fn, node) || isForCallback(analysis, node) ? FLAG_OWN : 0;
  if (name === 'connect' || name === 'createConnection') return askedFlags(analysis, fn, node);
  if (name === 'watch') return forgets(analysis, node.arguments.at(-1) ?? node, 0, true) ? FLAG_FORGETS : 0;
  const callback = name === 'setTimeout' || name === 'setInterval' ? node.arguments[0] : undefined;
  if (callback === undefined) return 0;
  const again = name === 'setTimeout' && setsAgain(analysis, fn, node, callback) ? FLAG_AGAIN : 0;
  if (!forgets(analysis, callback, 0)) return again;
  return again | FLAG_FORGETS | (name === 'setTimeout' && isExpiry(analysis, fn, node, source) ? FLAG_OWN : 0);
}

/** `createInterface({ input: socket })`, `createInterface(socket)`. */
export function inputOf(given: AnyNode | undefined): AnyNode | undefined {
  if (given?.type !== 'ObjectExpression') return given;
  const input = given.properties.find((p) => p.type === 'Property' && p.key.type === 'Identifier' && p.key.name === 'input');
  return input?.type === 'Property' ? input.value : undefined;
}

/** Names under which the standard input may come. */
const MAY_BE_INPUT = /std_?in|input|^in$|tty|term|stream|source|readable|prompt|argv/i;

function isOther(analysis: Analysis, input: AnyNode | undefined): boolean {
  const node = input && unchain(input);
  if (node?.type === 'NewExpression') return true;
  if (node?.type === 'CallExpression') return !/stdin|input/i.test(lastName(node.callee)) || lastName(node.callee) === 'createReadStream';
  if (node?.type === 'MemberExpression') return memberName(node) !== undefined && !MAY_BE_INPUT.test(memberName(node) ?? '');
  if (node?.type !== 'Identifier') return false;
  const variable = analysis.resolved.get(node);
  const value = variable?.kind === 'param' ? undefined : onlyValue(variable);
  return value ? isOther(analysis, value) : variable?.kind === 'param' && !MAY_BE_INPUT.test(node.name);
}

// --- files of one function ------------------------------------------------------------------------------------------------------

/** What is done with an open file, and leaves it open; streams and readers of lines close it themselves. */
const USES = /^(?:read|readv|readFile|write|writev|writeFile|appendFile|stat|truncate|sync|datasync|utimes|chmod|chown|close)$/;
const USES_SYNC = /^(?:(?:read|write)(?:v|File)?|appendFile|fstat|ftruncate|fsync|fdatasync|futimes|fchmod|fchown|close)Sync$/;

/** `const file = await open(path)`, which is then only asked (`file.read(…)`); `const fd = openSync(path)`, which is given to `readSync` and its like; `const fd = await open(path)`, to `read(fd, …)`. */
function isForItself(analysis: Analysis, fn: FunctionInfo, call: CallExpression): boolean {
  const isHeld = (variable: Variable): boolean => {
    const value = variable.fn === fn ? onlyValue(variable) : undefined;
    return value === call || (value?.type === 'AwaitExpression' && unchain(value.argument) === call);
  };
  const variable = analysis.variables.find(isHeld);
  const isUse = (use: CallExpression, isIt: IsIt): boolean => {
    const callee = unchain(use.callee);
    if (callee.type === 'MemberExpression' && isIt(callee.object)) return USES.test(memberName(callee) ?? '');
    return isIt(use.arguments[0]) && (USES_SYNC.test(lastName(callee)) || USES_LATER.test(lastName(callee)));
  };
  return variable?.refs.every((ref) => ref.fn === fn) === true && isOnlyIn(analysis, fn, variable, isUse);
}

const USES_LATER = /^(?:(?:read|write)(?:v|File)?|appendFile|f(?:stat|truncate|sync|datasync|utimes|chmod|chown)|close)$/;

/** `fs.open(path, 'r', (err, fd) => …)`, of which the descriptor is only given to `fs.read` and its like. */
function isForCallback(analysis: Analysis, call: CallExpression): boolean {
  const callback = call.arguments.at(-1);
  if (!callback || !isFunction(callback)) return false;
  const [param, info] = [callback.params[1], analysis.infos.get(callback)];
  if (param?.type !== 'Identifier' || info === undefined) return false;
  const isUse = (use: CallExpression, isIt: IsIt): boolean =>
    isIt(use.arguments[0]) && (USES_LATER.test(lastName(use.callee)) || USES_SYNC.test(lastName(use.callee)));
  return isOnlyIn(
    analysis,
    info,
    analysis.variables.find((v) => v.fn === info && v.name === param.name),
    isUse,
  );
}

type IsIt = (node: AnyNode | undefined) => boolean;

/** The variable is of a function, and there is nothing that is done with it but these calls. */
function isOnlyIn(
  analysis: Analysis,
  fn: FunctionInfo,
  variable: Variable | undefined,
  isUse: (call: CallExpression, isIt: IsIt) => boolean,
): boolean {
  if (variable === undefined || fn === analysis.module) return false;
  const isIt: IsIt = (node) => node !== undefined && analysis.resolved.get(unchain(node)) === variable;
  let uses = 0;
  const count = (node: AnyNode): false => {
    if (node.type === 'CallExpression' && isUse(node, isIt)) uses++;
    someChild(node, count);
    return false;
  };
  count(fn.node);
  return uses === variable.refs.filter((ref) => (ref.role & REF_INIT) === 0 && ref.node.start !== variable.start).length;
}

// --- connections of one question ---------------------------------------------------------------------------------------------

const ASKS = /^(?:write|once|ref|set(?:Encoding|Timeout|NoDelay|KeepAlive)|cork|uncork|resume|end|destroy|destroySoon)$/;
const LISTENS = /^(?:on|addListener)$/;
/** Events that bring nothing. */
const TELLS = /^(?:error|close|end|timeout|connect|drain|finish)$/;

/** Events that say that the connection stands, does not, or will not. */
const STANDS = /^(?:connect|error|timeout)$/;
const PROBES = /^(?:once|set(?:Timeout|NoDelay)|end|destroy|destroySoon)$/;

/**
 * `const socket = net.connect(port)` in a function that waits for one answer (`socket.once('data', …)`), or only for the connection to stand (`socket.once('connect', …)`), and gives the
 * connection to nobody. Whoever listens for its end wants it to last.
 */
function askedFlags(analysis: Analysis, fn: FunctionInfo, call: CallExpression): number {
  const variable = analysis.variables.find((v) => v.fn === fn && onlyValue(v) === call);
  const last = call.arguments.at(-1);
  let answers = 0;
  let stands = last !== undefined && isFunction(last) ? 1 : 0;
  let others = 0;
  const isUse = (use: CallExpression, isIt: IsIt): boolean => {
    const callee = unchain(use.callee);
    if (callee.type !== 'MemberExpression' || !isIt(callee.object)) return false;
    const name = memberName(callee) ?? '';
    const [event] = use.arguments;
    const what = event?.type === 'Literal' && typeof event.value === 'string' ? event.value : '';
    const listens = LISTENS.test(name) || name === 'once';
    if (name === 'once' && what === 'data') answers++;
    if (listens && what === 'connect') stands++;
    if (listens ? !STANDS.test(what) : !PROBES.test(name)) others++;
    return ASKS.test(name) || (LISTENS.test(name) && TELLS.test(what));
  };
  if (!isOnlyIn(analysis, fn, variable, isUse)) return 0;
  return answers > 0 ? FLAG_OWN : stands > 0 && others === 0 ? FLAG_OWN | FLAG_PROBES : 0;
}

// --- timers that are set again --------------------------------------------------------------------------------------------------

/** `function poll() { …; setTimeout(poll, ms) }`: nothing on the way decides about the next time. */
function setsAgain(analysis: Analysis, fn: FunctionInfo, call: AnyNode, callback: AnyNode): boolean {
  if (!isFunction(fn.node) || returns(fn.node.body) || !isReached(fn.node.body, (node) => node === call, fn.node.params)) return false;
  const isIt = (node: AnyNode): boolean => isNamed(analysis, fn, node);
  if (isFunction(callback)) {
    const isCall = (node: AnyNode): boolean => node.type === 'CallExpression' && isIt(unchain(node.callee));
    return !returns(callback.body) && isReached(callback.body, isCall);
  }
  const isBound =
    callback.type === 'CallExpression' && callback.callee.type === 'MemberExpression' && memberName(callback.callee) === 'bind';
  return isIt(isBound && callback.callee.type === 'MemberExpression' ? unchain(callback.callee.object) : callback);
}

/** `poll`, `this.poll`: the function itself. */
function isNamed(analysis: Analysis, fn: FunctionInfo, node: AnyNode): boolean {
  const name = fn.name.slice(fn.name.lastIndexOf('.') + 1);
  if (node.type === 'MemberExpression') return node.object.type === 'ThisExpression' && memberName(node) === name && fn.name !== name;
  if (node.type !== 'Identifier' || node.name !== name) return false;
  const variable = analysis.resolved.get(node);
  return variable !== undefined && variable.fn === fn.parent && (variable.kind === 'function' || onlyValue(variable) === fn.node);
}

const PASSED: ReadonlySet<string> = new Set(
  'BlockStatement ExpressionStatement AwaitExpression ChainExpression VariableDeclaration VariableDeclarator AssignmentExpression TryStatement MemberExpression'.split(
    ' ',
  ),
);

/** `again && this.options.period > 0`: parameters and options say how the thing was set up and asked, not what has happened since. */
function isOption(node: AnyNode, params: readonly AnyNode[]): boolean {
  if (node.type === 'MemberExpression') {
    const { object } = node;
    const holder = object.type === 'MemberExpression' ? memberName(object) : object.type === 'Identifier' ? object.name : undefined;
    return !node.computed && /^[#_]?(?:options|opts|config|conf|settings)$/.test(holder ?? '');
  }
  if (node.type === 'Identifier') {
    return params.some((param) => {
      const name = param.type === 'AssignmentPattern' ? param.left : param;
      return name.type === 'Identifier' && name.name === node.name;
    });
  }
  if (node.type === 'LogicalExpression' || node.type === 'BinaryExpression') {
    return isOption(node.left, params) && isOption(node.right, params);
  }
  return node.type === 'Literal';
}

/** It is come to whenever the code runs to its end: no loop is around it, and no branch but for options. */
function isReached(node: AnyNode, test: (node: AnyNode) => boolean, params: readonly AnyNode[] = []): boolean {
  if (test(node)) return true;
  if (node.type === 'CallExpression') {
    // `work().finally(() => this.plan())`, and what is handed to a call.
    const isReaction = /^(?:then|finally)$/.test(lastName(node.callee));
    const inside = (part: AnyNode): boolean =>
      isFunction(part) ? isReaction && isReached(part.body, test, params) : isReached(part, test, params);
    return isReached(node.callee, test, params) || node.arguments.some(inside);
  }
  if (node.type === 'IfStatement') return isOption(node.test, params) && isReached(node.consequent, test, params);
  if (node.type === 'TryStatement') {
    return isReached(node.block, test, params) || (!!node.finalizer && isReached(node.finalizer, test, params));
  }
  return PASSED.has(node.type) && someChild(node, (child) => isReached(child, test, params));
}

// --- timers that only forget ----------------------------------------------------------------------------------------------------

const REMOVES = /^(?:delete|clear|evict|expire|forget|invalidate)$/;
/** Calls that change nothing. */
const LOOKS: ReadonlySet<string> = new Set(
  'now get has at keys values entries filter slice max min floor round abs getTime valueOf includes Number String Date'.split(' '),
);
const MAX_DEPTH = 2;

/** `{}`, `[]`, `new Map()`. */
function isEmpty(node: AnyNode): boolean {
  if (node.type === 'ObjectExpression') return node.properties.length === 0;
  if (node.type === 'ArrayExpression') return node.elements.length === 0;
  return node.type === 'NewExpression' && node.arguments.length === 0 && /^(?:Map|Set)$/.test(lastName(node.callee));
}

/** Its callback takes out what is old (`() => cache.delete(key)`), or also says so (`() => { this.isOld = true }`), and does nothing else. */
function forgets(analysis: Analysis, callback: AnyNode, depth: number, isTold = false): boolean {
  const fn = functionOf(analysis, callback);
  if (fn === undefined || fn.generator) return false;
  let removes = false;
  const isQuiet = (node: AnyNode): boolean => {
    if (isFunction(node)) return isQuiet(node.body);
    if (node.type === 'CallExpression') {
      const name = lastName(node.callee);
      if (REMOVES.test(name) && node.callee.type === 'MemberExpression') removes = true;
      else if (name !== 'forEach' && !LOOKS.has(name)) {
        if (depth >= MAX_DEPTH || node.arguments.length > 0 || !forgets(analysis, node.callee, depth + 1, isTold)) return false;
        removes = true;
        return true;
      }
    } else if (node.type === 'UnaryExpression' && node.operator === 'delete') removes = true;
    else if (node.type === 'AssignmentExpression' && isEmpty(node.right)) return (removes = true);
    else if (isTold && node.type === 'AssignmentExpression' && node.right.type === 'Literal') removes = true;
    else if (/^(?:Await|Yield|New|TaggedTemplate|Import)Expression$|^ThrowStatement$/.test(node.type)) return false;
    return !someChild(node, (child) => !isQuiet(child));
  };
  return isQuiet(fn.body) && removes;
}

/** The entry that a statement of its own takes out (`map.delete(key)`, `delete rows[id]`), or puts in, as text. */
function entryOf(node: AnyNode, isPut: boolean, source: string): string | undefined {
  const textOf = (holder: AnyNode, key: AnyNode | undefined): string | undefined =>
    key && /^(?:Identifier|MemberExpression)$/.test(key.type) ? `${pathText(source, holder)} ${pathText(source, key)}` : undefined;
  if (node.type === 'CallExpression') {
    const { callee } = node;
    const isIt = callee.type === 'MemberExpression' && memberName(callee) === (isPut ? 'set' : 'delete');
    return isIt ? textOf(callee.object, node.arguments[0]) : undefined;
  }
  const isPlainPut = node.type === 'AssignmentExpression' && node.operator === '=';
  const at = isPut ? isPlainPut && node.left : node.type === 'UnaryExpression' && node.operator === 'delete' && node.argument;
  return at && at.type === 'MemberExpression' && at.computed ? textOf(at.object, at.property) : undefined;
}

/** `cache.set(key, value); setTimeout(() => cache.delete(key), ttl);`: whatever is there by then goes, and as nobody keeps the timer, nobody can clear it when the entry is put in again. */
function isExpiry(analysis: Analysis, fn: FunctionInfo, call: CallExpression, source: string): boolean {
  const [callback] = call.arguments;
  if (!callback || !isFunction(callback) || callback.async) return false;
  const { body } = callback;
  const only = body.type === 'BlockStatement' ? body.body.length === 1 && body.body[0] : body;
  const removed = only && entryOf(only.type === 'ExpressionStatement' ? only.expression : only, false, source);
  if (!removed) return false;
  const isUnref = (node: AnyNode, isIt: IsIt): boolean =>
    node.type === 'CallExpression' &&
    node.callee.type === 'MemberExpression' &&
    memberName(node.callee) === 'unref' &&
    isIt(node.callee.object);
  const isCall: IsIt = (node) => node !== undefined && unchain(node) === call;
  const isTimer = (statement: AnyNode): boolean => {
    if (statement.type === 'VariableDeclaration') {
      const variable = analysis.variables.find((v) => v.fn === fn && onlyValue(v) === call);
      return statement.declarations.some((d) => isCall(d.init ?? undefined)) && isOnlyIn(analysis, fn, variable, isUnref);
    }
    const whole = statement.type === 'ExpressionStatement' ? unchain(statement.expression) : undefined;
    return whole !== undefined && (isCall(whole) || isUnref(whole, isCall));
  };
  const isBeside = (node: AnyNode): boolean => {
    if (isFunction(node)) return false;
    if (node.type !== 'BlockStatement' || !node.body.some(isTimer)) return someChild(node, isBeside);
    return node.body.some((s) => s.type === 'ExpressionStatement' && entryOf(unchain(s.expression), true, source) === removed);
  };
  return isFunction(fn.node) && isBeside(fn.node.body);
}

/** The function that a callback is: written here, or one of the file by its name. */
export function functionOf(analysis: Analysis, callback: AnyNode): FunctionNode | undefined {
  const node = unchain(callback);
  if (isFunction(node)) return node;
  if (node.type === 'MemberExpression') {
    const method = node.object.type === 'ThisExpression' ? analysis.methods.get(memberName(node) ?? '') : undefined;
    return method && isFunction(method.node) ? method.node : undefined;
  }
  const variable = node.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
  if (variable === undefined) return undefined;
  const value = onlyValue(variable);
  if (value && isFunction(value)) return value;
  const info =
    variable.kind === 'function' ? analysis.functions.find((f) => f.parent === variable.fn && f.name === variable.name) : undefined;
  return info && isFunction(info.node) ? info.node : undefined;
}
