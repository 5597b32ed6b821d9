/** Classes that are written as functions: `function Pool() { this.size = 0; }` and `Pool.prototype.acquire = function () { … };` have one `this`. */
import type { AnyNode } from 'acorn';
import { memberName } from './ast';
import type { ClassInfo, FunctionInfo, ThisContext } from './bindings';

const CONSTRUCTOR = /^[A-Z]/;

export class Prototypes {
  readonly #constructors = new Map<string, FunctionInfo>();
  readonly #classes = new Map<string, ClassInfo>();

  /** A function that is entered, with its own name. */
  note(name: string, info: FunctionInfo): void {
    if (CONSTRUCTOR.test(name) && !info.async && !info.generator && !this.#constructors.has(name)) this.#constructors.set(name, info);
  }

  /** The class to which `Pool.prototype.acquire` gives a method. */
  classOf(target: AnyNode, newContext: () => ThisContext): ClassInfo | undefined {
    const object = target.type === 'MemberExpression' && memberName(target) !== undefined ? target.object : undefined;
    if (object?.type !== 'MemberExpression' || object.object.type !== 'Identifier' || memberName(object) !== 'prototype') return undefined;
    const { name } = object.object;
    const known = this.#classes.get(name);
    if (known) return known;
    const made = this.#constructors.get(name);
    const cls: ClassInfo = { name, methods: new Map(), instance: made?.self ?? newContext(), statics: newContext() };
    cls.instance.cls = cls;
    if (made) made.constructs = true;
    this.#classes.set(name, cls);
    return cls;
  }
}
