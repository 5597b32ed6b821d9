/** Scope analysis: bindings, references, functions and their `this`, and which expressions contain calls or suspensions. One walk, then resolution. */
import type { AnyNode, BinaryExpression, CallExpression, Class, Identifier, NewExpression, Pattern, Program, ThisExpression } from 'acorn';
import {
  exportedNames,
  forEachChild,
  forEachTarget,
  forEachVar,
  importsOf,
  isEquality,
  isFunction,
  memberName,
  runsInline,
  symbolName,
  type BlockNode,
  type FunctionNode,
} from './ast';
import { functionScope, HAS_CALL, lookup, seenFromParams, suspend } from './bindings';
import { REF_BASE, REF_CALLEE, REF_INIT, REF_READ, REF_RETURNED, REF_WRITE } from './bindings';
import type { Analysis, ClassInfo, FunctionInfo, MemberWrite, Ref, Scope, ThisContext, Variable, VariableKind } from './bindings';
import { Prototypes } from './prototypes';
import { findStreamTitles, findTitles } from './titles';
import { type Choices, findChoices } from './choices';

/** Walks the program and resolves every reference. */
export function analyzeScopes(program: Program): Analysis {
  return new Builder(program).run();
}

class Builder {
  readonly infos = new Map<AnyNode, FunctionInfo>();
  readonly functions: FunctionInfo[] = [];
  readonly variables: Variable[] = [];
  readonly flags = new Map<AnyNode, number>();
  readonly selves = new Map<ThisExpression, ThisContext>();
  readonly memberWrites: MemberWrite[] = [];
  readonly calls: { node: CallExpression; fn: FunctionInfo }[] = [];
  readonly equalities: { node: BinaryExpression; fn: FunctionInfo }[] = [];
  readonly choices: Choices = new Map();
  readonly #titles = new Map<AnyNode, string>();
  readonly #prototypes = new Prototypes();
  readonly held = new Map<AnyNode, string>();
  readonly namesakes = new Map<string, FunctionInfo[]>();
  readonly refs: Ref[] = [];
  readonly exported = new Map<string, string>();
  readonly imports = new Map<Variable, { readonly from: string; readonly name: string }>();
  readonly relativeImports = new Set<string>();
  #dynamic = false;
  #contexts = 0;
  #fn: FunctionInfo;
  #scope: Scope;
  #self: ThisContext;
  #inParams = false;
  #hint = '';
  #usage: FunctionInfo['usage'] = 'escapes';
  readonly #top: Scope;
  readonly program: Program;

  constructor(program: Program) {
    this.program = program;
    this.#self = this.#context(null);
    this.#fn = this.#function(program, '', 'module');
    this.#scope = this.#top = { kind: 'module', node: program, parent: null, fn: this.#fn, names: new Map() };
  }

  run(): Analysis {
    this.#hoist(this.program);
    this.#hoistVars(this.program);
    for (const statement of this.program.body) this.#walk(statement);
    const resolved = new Map<AnyNode, Variable>();
    for (const ref of this.refs) {
      const variable = lookup(ref.scope, ref.node.name);
      if (!variable) continue;
      variable.refs.push(ref);
      resolved.set(ref.node, variable);
      // A closure in a parameter list does not see the body, so it must not name a cell that lives there.
      if (variable.scope.kind === 'function' && ref.role !== REF_INIT && seenFromParams(ref, variable.fn)) variable.unsafe = true;
    }
    const { functions, infos, variables, flags, selves, memberWrites, calls, equalities, choices, namesakes, held } = this;
    return {
      module: this.#fn,
      functions,
      infos,
      variables,
      resolved,
      flags,
      selves,
      memberWrites,
      calls,
      equalities,
      choices,
      held,
      methods: new Map(Array.from(namesakes, ([name, [only, other]]) => [name, other ? null : (only ?? null)])),
      namesakes,
      topScope: this.#top,
      exported: this.exported,
      imports: this.imports,
      relativeImports: this.relativeImports,
      dynamic: this.#dynamic,
    };
  }

  #context(cls: ClassInfo | null): ThisContext {
    return { id: this.#contexts++, cls };
  }

  #function(node: FunctionNode | Program, name: string, usage: FunctionInfo['usage'], constructs = false): FunctionInfo {
    const isCode = node.type !== 'Program';
    const info: FunctionInfo = {
      index: this.functions.length,
      node,
      parent: isCode ? this.#fn : null,
      name,
      title: this.#titles.get(node) ?? '',
      async: isCode && node.async,
      generator: isCode && node.generator,
      self: this.#self,
      constructs,
      isAccessor: false,
      inParams: this.#inParams,
      usage,
      suspends: false,
    };
    this.functions.push(info);
    this.infos.set(node, info);
    return info;
  }

  #declare(id: Identifier, kind: VariableKind, scope: Scope, value?: AnyNode): Variable {
    let variable = scope.names.get(id.name);
    if (!variable) {
      const { fn } = scope;
      const unsafe =
        kind === 'catch' || kind === 'import' || kind === 'name' || kind === 'class' || scope.kind === 'for' || scope.kind === 'other';
      variable = { id: this.variables.length, name: id.name, kind, scope, fn, start: id.start, refs: [], values: [], unsafe };
      this.variables.push(variable);
      scope.names.set(id.name, variable);
    }
    if (value) variable.values.push(value);
    return variable;
  }

  /** Declares what a statement list hoists to its own scope: functions, classes, let and const; and every `var` below. */
  #hoist(block: BlockNode | { readonly body: readonly AnyNode[] }): void {
    for (const entry of block.body) {
      const node = entry.type === 'ExportNamedDeclaration' || entry.type === 'ExportDefaultDeclaration' ? entry.declaration : entry;
      if (!node) continue;
      if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') {
        const kind = node.type === 'FunctionDeclaration' ? 'function' : 'class';
        if (!node.id) continue;
        const variable = this.#declare(node.id, kind, this.#scope, node);
        // Sloppy mode gives a function in a block a second binding outside of it.
        if (this.#scope.kind === 'block') variable.unsafe = true;
      } else if (node.type === 'VariableDeclaration' && node.kind !== 'var') {
        for (const d of node.declarations) this.#bind(d.id, node.kind === 'let' ? 'let' : 'const', this.#scope);
      }
    }
  }

  #hoistVars(node: AnyNode): void {
    forEachVar(node, (statement) => {
      if (statement.type === 'ImportDeclaration') {
        for (const { local, name, from } of importsOf(statement)) {
          const variable = this.#declare(local, 'import', this.#scope);
          if (from !== '') this.relativeImports.add(local.name);
          if (from !== '' && name !== '') this.imports.set(variable, { from, name });
        }
      } else for (const d of statement.declarations) this.#bind(d.id, 'var', functionScope(this.#scope));
    });
  }

  #bind(pattern: Pattern, kind: VariableKind, scope: Scope): void {
    forEachTarget(pattern, (t) => {
      if (t.type === 'Identifier') this.#declare(t, kind, scope);
    });
  }

  /** What nobody declares (`for (row of rows)`, `page = …`) is one variable for all. */
  #assigned(id: Identifier): Variable {
    return lookup(this.#scope, id.name) ?? Object.assign(this.#declare(id, 'var', this.#top), { undeclared: true as const });
  }

  #ref(node: Identifier, role: number): 0 {
    this.refs.push({ node, fn: this.#fn, scope: this.#scope, inParams: this.#inParams, role });
    return 0;
  }

  #within(scope: { kind: Scope['kind']; node: AnyNode }, body: () => number): number {
    const outer = this.#scope;
    this.#scope = { kind: scope.kind, node: scope.node, parent: outer, fn: this.#fn, names: new Map() };
    const flags = body();
    this.#scope = outer;
    return flags;
  }

  #children(node: AnyNode): number {
    let flags = 0;
    forEachChild(node, (child) => {
      flags |= this.#walk(child);
    });
    return flags;
  }

  #list(nodes: readonly (AnyNode | null)[]): number {
    let flags = 0;
    for (const node of nodes) if (node) flags |= this.#walk(node);
    return flags;
  }

  #named(node: AnyNode | null | undefined, name: string): number {
    if (!node) return 0;
    if (name !== '' && (node.type === 'NewExpression' || node.type === 'CallExpression')) this.held.set(node, name);
    this.#hint = name;
    return this.#walk(node);
  }

  #walk(node: AnyNode): number {
    const hint = this.#hint;
    this.#hint = '';
    const flags = this.#visit(node, hint);
    if (flags !== 0) this.flags.set(node, flags);
    return flags;
  }

  #visit(node: AnyNode, hint: string): number {
    switch (node.type) {
      case 'Identifier':
        return this.#ref(node, REF_READ);
      case 'Literal':
        return 0;
      case 'MemberExpression':
        return this.#base(node.object) | (node.computed ? this.#walk(node.property) : 0);
      case 'CallExpression':
        this.calls.push({ node, fn: this.#fn });
        return HAS_CALL | this.#call(node, false);
      case 'ExpressionStatement':
        findTitles(node.expression, this.#fn.title !== '' || this.#fn.parent === null, this.#titles);
        return this.#children(node);
      case 'BinaryExpression':
        if (isEquality(node.operator)) this.equalities.push({ node, fn: this.#fn });
        return this.#children(node);
      case 'IfStatement':
      case 'ConditionalExpression':
        findChoices(node, this.choices);
        return this.#children(node);
      case 'ThisExpression':
        this.selves.set(node, this.#self);
        return 0;
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        this.#enter(node, hint);
        return 0;
      case 'ClassDeclaration':
      case 'ClassExpression':
        return this.#class(node, hint);
      case 'BlockStatement':
        return this.#within({ kind: 'block', node }, () => {
          this.#hoist(node);
          return this.#list(node.body);
        });
      case 'StaticBlock':
        return this.#within({ kind: 'other', node }, () => {
          this.#hoist(node);
          this.#hoistVars(node);
          return this.#list(node.body);
        });
      case 'ForStatement':
        return this.#within({ kind: 'for', node }, () => {
          if (node.init?.type === 'VariableDeclaration') this.#hoist({ body: [node.init] });
          return this.#children(node);
        });
      case 'ForInStatement':
      case 'ForOfStatement':
        return this.#forEach(node);
      case 'SwitchStatement':
        return this.#walk(node.discriminant) | this.#within({ kind: 'other', node }, () => {
          for (const c of node.cases) this.#hoist({ body: c.consequent });
          return this.#list(node.cases);
        }); // prettier-ignore
      case 'CatchClause':
        return this.#within({ kind: 'other', node }, () => {
          if (node.param) this.#bind(node.param, 'catch', this.#scope);
          return (node.param ? this.#target(node.param, REF_INIT, undefined) : 0) | this.#walk(node.body);
        });
      case 'WithStatement':
        this.#dynamic = true;
        return this.#children(node);
      case 'VariableDeclaration': {
        let flags = node.kind === 'await using' ? suspend(this.#fn) : 0;
        for (const d of node.declarations) {
          const name = d.id.type === 'Identifier' ? d.id.name : '';
          if (d.init) flags |= this.#target(d.id, REF_INIT, d.init) | this.#named(d.init, name);
          else flags |= this.#target(d.id, 0, undefined);
        }
        return flags;
      }
      case 'AssignmentExpression': {
        const plain = node.operator === '=';
        const logical = node.operator === '&&=' || node.operator === '||=' || node.operator === '??=';
        const name =
          node.left.type === 'Identifier' ? node.left.name : node.left.type === 'MemberExpression' ? (memberName(node.left) ?? '') : '';
        const flags = this.#target(node.left, plain ? REF_WRITE : REF_READ | REF_WRITE, plain || logical ? node.right : undefined);
        const cls = node.right.type === 'FunctionExpression' ? this.#prototypes.classOf(node.left, () => this.#context(null)) : undefined;
        if (cls && node.right.type === 'FunctionExpression') {
          this.#enter(node.right, name, cls, cls.instance);
          const info = this.infos.get(node.right);
          if (info) this.#method(name, info, 'method', cls);
          return flags;
        }
        return flags | this.#named(node.right, name);
      }
      case 'UpdateExpression':
        return this.#target(node.argument as Pattern, REF_READ | REF_WRITE, undefined); // an update has an assignable argument only
      case 'UnaryExpression': {
        const isRemoved = node.operator === 'delete' && node.argument.type === 'MemberExpression';
        return isRemoved ? this.#target(node.argument as Pattern, REF_WRITE, undefined) : this.#walk(node.argument);
      }
      case 'ExportNamedDeclaration':
        for (const [local, name] of exportedNames(node)) this.exported.set(local, name);
        return this.#children(node);
      case 'ExportDefaultDeclaration':
        if ('id' in node.declaration && node.declaration.id) this.exported.set(node.declaration.id.name, '');
        return this.#named(node.declaration, 'default');
      case 'ReturnStatement':
        return node.argument?.type === 'Identifier' ? this.#ref(node.argument, REF_READ | REF_RETURNED) : this.#children(node);
      case 'Property':
        return (node.computed ? this.#walk(node.key) : 0) | this.#property(node);
      case 'NewExpression':
        findStreamTitles(node, this.#titles);
        return HAS_CALL | this.#call(node, true);
      case 'TaggedTemplateExpression':
      case 'ImportExpression':
        return HAS_CALL | this.#children(node);
      case 'AwaitExpression':
        return suspend(this.#fn) | this.#walk(node.argument);
      case 'YieldExpression':
        return suspend(this.#fn) | this.#children(node);
      default:
        return this.#children(node);
    }
  }

  #property(node: AnyNode & { type: 'Property' }): number {
    const name = node.key.type === 'Identifier' && !node.computed ? node.key.name : '';
    const flags = this.#named(node.value, node.computed ? symbolName(node.key) : name);
    const info = isFunction(node.value) ? this.infos.get(node.value) : undefined;
    if (info) this.#method(name, info, node.kind);
    return flags;
  }

  #method(key: string, info: FunctionInfo, kind: string, cls?: ClassInfo): void {
    info.isAccessor = kind === 'get' || kind === 'set';
    const name = info.isAccessor && key !== '' ? `${kind} ${key}` : key;
    cls?.methods.set(name, info);
    if (name !== '') this.namesakes.set(name, [...(this.namesakes.get(name) ?? []), info]);
  }

  #base(object: AnyNode): number {
    if (object.type !== 'Identifier') return object.type === 'Super' ? 0 : this.#walk(object);
    return this.#ref(object, REF_READ | REF_BASE);
  }

  #call(node: CallExpression | NewExpression, isNew: boolean): number {
    const { callee } = node;
    let flags = 0;
    if (callee.type === 'Identifier') {
      this.#ref(callee, REF_READ | (isNew ? 0 : REF_CALLEE));
      if (callee.name === 'eval' && !isNew) this.#dynamic = true;
    } else if (isFunction(callee)) {
      this.#usage = callee.async || callee.generator ? 'now' : 'inline';
      flags |= this.#walk(callee);
    } else if (callee.type !== 'Super') flags |= this.#walk(callee);
    const inline = runsInline(node);
    for (const argument of node.arguments) {
      if (inline && isFunction(argument)) this.#usage = argument.async || argument.generator ? 'now' : 'inline';
      flags |= this.#walk(argument);
    }
    return flags;
  }

  /** A pattern that is bound or assigned; `value` is what a plain identifier receives. */
  #target(pattern: AnyNode, role: number, value: AnyNode | undefined): number {
    switch (pattern.type) {
      case 'Identifier':
        if (role !== 0) {
          this.#ref(pattern, role);
          this.#assigned(pattern).values.push(value);
        }
        return 0;
      case 'MemberExpression':
        this.memberWrites.push({ node: pattern, fn: this.#fn, value });
        return this.#visit(pattern, '');
      case 'ObjectPattern': {
        let flags = 0;
        for (const p of pattern.properties) {
          if (value && p.type === 'Property' && !p.computed && p.key.type === 'Identifier' && p.value.type === 'Identifier') {
            this.#assigned(p.value).picked = { object: value, name: p.key.name, property: p };
          }
          if (p.type === 'Property') flags |= (p.computed ? this.#walk(p.key) : 0) | this.#target(p.value, role, undefined);
          else flags |= this.#target(p.argument, role, undefined);
        }
        return flags;
      }
      case 'ArrayPattern':
        return pattern.elements.reduce((flags, e) => flags | (e ? this.#target(e, role, undefined) : 0), 0);
      case 'RestElement':
        return this.#target(pattern.argument, role, undefined);
      case 'AssignmentPattern':
        return this.#target(pattern.left, role, undefined) | this.#walk(pattern.right);
      default:
        return this.#walk(pattern);
    }
  }

  #forEach(node: AnyNode & { type: 'ForInStatement' | 'ForOfStatement' }): number {
    return this.#within({ kind: 'for', node }, () => {
      let flags = node.type === 'ForOfStatement' && node.await ? suspend(this.#fn) : 0;
      if (node.left.type === 'VariableDeclaration') {
        this.#hoist({ body: [node.left] });
        for (const d of node.left.declarations) flags |= this.#target(d.id, REF_INIT, undefined) | (d.init ? this.#walk(d.init) : 0);
      } else {
        forEachTarget(node.left, (t) => {
          if (t.type === 'Identifier') this.#assigned(t).unsafe = true;
        });
        flags |= this.#target(node.left, REF_WRITE, undefined);
      }
      return flags | this.#walk(node.right) | this.#walk(node.body);
    });
  }

  #enter(node: FunctionNode, hint: string, cls: ClassInfo | null = null, self: ThisContext | null = null, constructs = false): void {
    const outer = { fn: this.#fn, scope: this.#scope, self: this.#self, inParams: this.#inParams };
    const usage = node.type === 'FunctionDeclaration' ? 'declared' : this.#usage;
    this.#usage = 'escapes';
    const own = node.type === 'ArrowFunctionExpression' ? null : node.id;
    if (node.type !== 'ArrowFunctionExpression') this.#self = self ?? this.#context(cls);
    const base = own ? own.name : hint;
    const name = cls && cls.name !== '' && base !== '' ? `${cls.name}.${base}` : base !== '' ? base : '(anonymous)';
    this.#fn = this.#function(node, name, usage, constructs);
    if (node.type !== 'ArrowFunctionExpression') this.#prototypes.note(base, this.#fn);
    this.#scope = { kind: 'function', node, parent: outer.scope, fn: this.#fn, names: new Map() };
    if (own && node.type === 'FunctionExpression') {
      const scope: Scope = { kind: 'other', node, parent: outer.scope, fn: outer.fn, names: new Map() };
      this.#declare(own, 'name', scope, node);
      this.#scope = { ...this.#scope, parent: scope };
    }
    for (const p of node.params) this.#bind(p, 'param', this.#scope);
    this.#inParams = true;
    for (const p of node.params) this.#target(p, REF_INIT, undefined);
    this.#inParams = false;
    if (node.body.type === 'BlockStatement') {
      this.#hoist(node.body);
      this.#hoistVars(node.body);
      this.#list(node.body.body);
    } else {
      this.#walk(node.body);
    }
    this.#fn = outer.fn;
    this.#scope = outer.scope;
    this.#self = outer.self;
    this.#inParams = outer.inParams;
  }

  #class(node: Class & AnyNode, hint: string): number {
    if (node.type !== 'ClassDeclaration' && node.type !== 'ClassExpression') return 0;
    let flags = 0;
    if (node.superClass) flags |= this.#walk(node.superClass);
    const methods = new Map<string, FunctionInfo>();
    const name = node.id ? node.id.name : hint;
    const cls: ClassInfo & { instance: ThisContext; statics: ThisContext } = { name, methods, instance: this.#self, statics: this.#self };
    cls.instance = this.#context(cls);
    cls.statics = this.#context(cls);
    return flags | this.#within({ kind: 'other', node }, () => {
      if (node.id) this.#declare(node.id, 'name', this.#scope, node);
      let inner = 0;
      for (const m of node.body.body) inner |= this.#member(m, cls);
      return inner;
    }); // prettier-ignore
  }

  #member(m: AnyNode & { type: 'MethodDefinition' | 'PropertyDefinition' | 'StaticBlock' }, cls: ClassInfo): number {
    const outer = this.#self;
    if (m.type === 'StaticBlock') {
      this.#self = cls.statics;
      const flags = this.#walk(m);
      this.#self = outer;
      return flags;
    }
    const flags = m.computed ? this.#walk(m.key) : 0;
    const key = m.key.type === 'PrivateIdentifier' ? `#${m.key.name}` : m.key.type === 'Identifier' && !m.computed ? m.key.name : '';
    this.#self = m.static ? cls.statics : cls.instance;
    if (m.type === 'MethodDefinition') {
      this.#enter(m.value, key !== '' || !m.computed ? key : symbolName(m.key), cls, this.#self, m.kind === 'constructor');
    } else if (m.value) this.#named(m.value, cls.name !== '' && key !== '' ? `${cls.name}.${key}` : key);
    const [info, kind] = [m.value && this.infos.get(m.value), m.type === 'MethodDefinition' ? m.kind : 'field'] as const;
    if (info && kind !== 'constructor') this.#method(key, info, kind, cls);
    this.#self = outer;
    return flags; // initialisers run with the constructor, not here
  }
}
