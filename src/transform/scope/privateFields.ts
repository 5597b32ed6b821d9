/**
 * Private fields that a compiler wrote as weak maps, for an engine without them: `__classPrivateFieldGet(this, _Stock_left, "f")`. The tree gets `this.#left` back, with the places
 * where its parts stand in the text; what comes after the parser knows members only. A probe takes the place of the object, so the text stays a call.
 */
import type {
  AnyNode,
  AssignmentExpression,
  AssignmentOperator,
  CallExpression,
  Expression,
  Identifier,
  MemberExpression,
  Program,
} from 'acorn';
import { forEachChild, memberName } from './ast';
import { emptyHelper, helperName } from './compilerHelpers';

const MENTIONED = /classPrivateField|__private(?:Get|Set|Add|Wrapper)|class_private_field/;

// TypeScript; esbuild; Babel (two orders of what is given); SWC.
const GETS = /^(?:__classPrivateFieldGet|__privateGet|_*classPrivateFieldGet2?|_*class_private_field_get)(?:\$?\d+)?$/;
const SETS = /^(?:__classPrivateFieldSet|__privateSet|_*classPrivateFieldSet2?|_*class_private_field_set)(?:\$?\d+)?$/;
const ADDS = /^(?:__privateAdd|_*classPrivateFieldInitSpec|_*class_private_field_init)(?:\$?\d+)?$/;
/** `__privateWrapper(this, _left)._++`, `_class_private_field_update(this, _left).value++` */
const WRAPS = /^(?:__privateWrapper|_*class_private_field_update)(?:\$?\d+)?$/;
const HELPER =
  /^_+(?:classPrivateField|class_private_field|class_apply_descriptor|class_extract_field|assertClassBrand|check_?private_?redeclaration|accessCheck|private(?:Get|Set|Add|Wrapper))/i;

/** A field of an object, as a call names it. */
interface Field {
  readonly object: Expression;
  readonly map: Identifier;
  readonly name: string;
}

/** Rewrites the tree in place. Returns what gives the text of a node as the author wrote it: that of such a field stands in the source as a call. */
export function restorePrivate(program: Program, source: string): (node: AnyNode) => string {
  const sliceOf = (node: AnyNode): string => source.slice(node.start, node.end);
  if (!MENTIONED.test(source)) return sliceOf;
  const restored = new Restored();
  restored.restore(program);
  restored.restoreInitial(program);
  return (node) => restored.texts.get(node) ?? withPrivateFields(sliceOf(node));
}

class Restored {
  readonly texts = new Map<AnyNode, string>();
  /** The weak maps, by the names of their variables, and the fields that they stand for. */
  readonly #maps = new Map<string, string>();

  restore(node: AnyNode): void {
    emptyHelper(node, HELPER);
    forEachChild(node, (child) => this.restore(child));
    if (node.type === 'CallExpression') this.#restoreCall(node);
    else if (node.type === 'MemberExpression') this.#restoreWrapped(node);
  }

  /** `_Stock_left.set(this, 10)`, in the constructor. */
  restoreInitial(node: AnyNode): void {
    forEachChild(node, (child) => this.restoreInitial(child));
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || memberName(node.callee) !== 'set') return;
    const { object: map } = node.callee;
    const [object, value] = node.arguments;
    if (map.type !== 'Identifier' || object?.type !== 'ThisExpression' || !isExpression(value)) return;
    const name = this.#maps.get(map.name);
    if (name !== undefined) this.#makeWrite(node, { object, map, name }, value);
  }

  #restoreCall(call: CallExpression): void {
    const helper = helperName(call);
    const isGet = GETS.test(helper);
    if (!isGet && !SETS.test(helper) && !ADDS.test(helper)) return;
    const field = fieldOf(call, helper);
    if (!field) return;
    this.#maps.set(field.map.name, field.name);
    if (isGet) return this.#makeMember(call, field);
    const value = call.arguments[2];
    if (isExpression(value)) this.#makeWrite(call, field, ADDS.test(helper) ? describedBy(value) : value);
  }

  #restoreWrapped(node: MemberExpression): void {
    const { object } = node;
    if (object.type !== 'CallExpression' || !WRAPS.test(helperName(object)) || !/^(?:_|value)$/.test(memberName(node) ?? '')) return;
    const field = fieldOf(object, helperName(object));
    if (field) this.#makeMember(node, field);
  }

  #makeMember(node: AnyNode, { object, map, name }: Field): void {
    const { start, end } = node;
    const property = { type: 'PrivateIdentifier', name, start: map.start, end: map.end };
    Object.assign(node, { type: 'MemberExpression', object, property, computed: false, optional: false, start, end });
    this.texts.set(node, `${object.type === 'Identifier' ? object.name : 'this'}.#${name}`);
  }

  #makeWrite(call: CallExpression, field: Field, value: Expression): void {
    const { object, map } = field;
    const left = { start: Math.min(object.start, map.start), end: Math.max(object.end, map.end) } as MemberExpression;
    this.#makeMember(left, field);
    const { operator, right } = this.#changeOf(value, left);
    const write: Partial<AssignmentExpression> = { type: 'AssignmentExpression', operator, left, right };
    Object.assign(call, write);
  }

  /** What was written as `+= by`, `++`, and stands there as a read and a sum. */
  #changeOf(value: Expression, left: MemberExpression): { readonly operator: AssignmentOperator; readonly right: Expression } {
    const isOld = (node: AnyNode | undefined): boolean => node !== undefined && this.texts.get(node) === this.texts.get(left);
    if (value.type === 'BinaryExpression' && isOld(value.left) && /^(?:[-+*/%&|^]|\*\*|<<|>>>?)$/.test(value.operator)) {
      return { operator: `${value.operator}=` as AssignmentOperator, right: value.right };
    }
    const [first, next] = value.type === 'SequenceExpression' ? value.expressions : [];
    if (first?.type === 'AssignmentExpression' && isOld(first.right)) {
      const update = next?.type === 'AssignmentExpression' ? next.right : next;
      const one = { type: 'Literal', value: 1, raw: '1', start: value.start, end: value.end } as Expression;
      if (update?.type === 'UpdateExpression') return { operator: update.operator === '++' ? '+=' : '-=', right: one };
    }
    return { operator: '=', right: value };
  }
}

/** Of `(this, _left)`, `(_left, this)`, `(this, _Stock_left, "f")` and `(_a, _a, "f", _Stock_left)`. A method or an accessor is no field. */
function fieldOf(call: CallExpression, helper: string): Field | undefined {
  const [first, second, ...rest] = call.arguments;
  if (!isExpression(first) || !isExpression(second)) return undefined;
  // What TypeScript gives behind a value that is stored: which kind of member it is and, of a static one, what stands for it.
  const [kind, own] = helper.startsWith('__class') ? rest.slice(SETS.test(helper) ? 1 : 0) : [];
  if (kind && (kind.type !== 'Literal' || kind.value !== 'f')) return undefined;
  const [object, map] = second.type === 'ThisExpression' ? [second, first] : [first, own ?? second];
  if (map.type !== 'Identifier' || (object.type !== 'ThisExpression' && object.type !== 'Identifier')) return undefined;
  return { object, map, name: nameOfField(map.name, helper) };
}

/** `{ writable: true, value: 0 }` */
function describedBy(value: Expression): Expression {
  if (value.type !== 'ObjectExpression') return value;
  const held = value.properties.find((part) => part.type === 'Property' && part.key.type === 'Identifier' && part.key.name === 'value');
  const isDescribed = value.properties.some(
    (part) => part.type === 'Property' && part.key.type === 'Identifier' && part.key.name === 'writable',
  );
  return isDescribed && held?.type === 'Property' ? held.value : value;
}

function isExpression(node: AnyNode | undefined): node is Expression {
  return node !== undefined && node.type !== 'SpreadElement';
}

const READ =
  /(?:\(0, ?)?[\w$.]*_(?:classPrivateFieldGet|privateGet|class_private_field_get)[\w$.]*\)?\((?:this, ?(\w+)|(\w+), ?this)(?:, ?["']f["'])?\)/g;

/** `__classPrivateFieldGet(this, _Stock_left, "f").size`: `this.#left.size` */
function withPrivateFields(text: string): string {
  return text.replaceAll(READ, (call: string, map: string | undefined, turned: string) => `this.#${nameOfField(map ?? turned, call)}`);
}

/** TypeScript puts the name of the class before that of the field. */
function nameOfField(map: string, call: string): string {
  return map.replace(call.includes('__class') ? /^_(?:[^_]+_)?/ : /^_+/, '');
}
