// Random programs, full of shared state and suspensions, behave the same with and without the transform. The seed of a failing one is in its message.
import assert from 'node:assert/strict';
import { random, rounds } from '../support/random.ts';
import { instrumentSource, makeCheckingRuntime, makeInertRuntime, runProgram } from './support';

/** As TypeScript writes it into a file, on one line. */
const AWAITER =
  'var __awaiter = (this && this.__awaiter) || function (thisArg, _arguments, P, generator) { function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); } return new (P || (P = Promise))(function (resolve, reject) { function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } } function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } } function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); } step((generator = generator.apply(thisArg, _arguments || [])).next()); }); };';

class Writer {
  readonly #random: () => number;
  #depth = 0;
  #labels = 0;
  /** What the code at hand may do: `await`, `yield`. */
  #awaits = true;
  #yields = false;
  #loops = 0;

  /** Async functions are written as TypeScript writes them for engines without. */
  readonly #isLowered: boolean;

  constructor(seed: number, isLowered: boolean) {
    this.#random = random(seed);
    this.#isLowered = isLowered;
  }

  /** An async function: what stands in front of its parameters, these, an arrow or nothing, and its statements. */
  #async(head: string, params: string, arrow: string, body: string): string {
    if (!this.#isLowered) return `async ${head}(${params}) ${arrow} { ${body} }`;
    // Defaults go to the generator.
    const isMoved = arrow === '' && params.includes('=');
    const [outer, inner, given] = isMoved ? ['', params, 'arguments'] : [params, '', 'void 0'];
    const call = `__awaiter(this, ${given}, void 0, function* (${inner}) { ${body} })`;
    return arrow === '' ? `${head}(${outer}) { return ${call} }` : `(${outer}) => ${call}`;
  }

  get #await(): string {
    return this.#isLowered ? 'yield' : 'await';
  }

  #pick<T>(list: readonly T[]): T {
    const item = list[Math.floor(this.#random() * list.length)];
    assert.ok(item !== undefined);
    return item;
  }

  #maybe(chance: number): boolean {
    return this.#random() < chance;
  }

  program(): string {
    const functions = ['f0', 'f1', 'f2'].map((name) => this.#function(name)).join('\n');
    return `'use strict'${this.#isLowered ? `; ${AWAITER}` : ''}\nlet n = 1, m = 2, u, fn = x => x; const o = { a: 1, b: { c: 2 }, list: [1], m(x) { return x } }, map = new Map([[1, 1]]), set = new Set
let fuel = 60; const burn = () => { if (fuel-- < 0) throw new Error('fuel') }
class K { #p = 1; q = 2; ${this.#async('go', 'x', '', this.#block(3, 'this'))} static s(x) { this.t = x; return this.t } p() { return this.#p++ } }
const k = new K
${functions}
module.exports = Promise.allSettled([f0(1, 2), f1(3), k.go(4), f2()]).then(r => [r.map(x => x.status + String(x.value ?? x.reason?.name)), n, m, o, [...map], [...set], k])`;
  }

  #function(name: string): string {
    const params = `x = ${this.#plain()}, { y = ${this.#plain()} } = {}`;
    return this.#with(true, false, () => this.#async(`function ${name}`, params, '', `burn(); ${this.#block(5)}`));
  }

  #with(awaits: boolean, yields: boolean, body: () => string): string {
    const saved = [this.#awaits, this.#yields, this.#loops] as const;
    this.#awaits = awaits;
    this.#yields = yields;
    this.#loops = 0;
    const text = body();
    [this.#awaits, this.#yields, this.#loops] = saved;
    return text;
  }

  #block(most: number, self = ''): string {
    this.#depth++;
    const text = Array.from({ length: 1 + Math.floor(this.#random() * most) }, () => this.#statement(self)).join(
      this.#maybe(0.5) ? '; ' : ';\n',
    );
    this.#depth--;
    return text;
  }

  #statement(self: string): string {
    const e = (): string => this.#expression();
    if (this.#depth > 3 || this.#maybe(0.5)) {
      const options = [
        () => `log(${e()})`,
        () => `${this.#target(self)} ${this.#pick(['=', '+=', '-=', '??=', '||=', '&&='])} ${e()}`,
        () => `${this.#target(self)}++`,
        () => e(),
        () => `delete ${this.#pick(['o.z', 'o[x]', 'o?.b.d'])}`,
        () => `[n, ${this.#target(self)}] = [${e()}, ${e()}]`,
        () => `({ a: ${this.#target(self)}, ...u } = { a: ${e()}, r: 1 })`,
        () => `map.set(${e()}, ${e()})`,
        () => `set.add(${e()}); if (set.size > 9) set.clear()`,
        () => `o.list.push(${e()}); if (o.list.length > 5) o.list.length = 0`,
        () => `fn = ${this.#closure()}`,
        () => `return ${e()}`,
      ];
      return this.#maybe(0.03) ? `throw new Error(${e()})` : this.#pick(this.#maybe(0.9) ? options.slice(0, -1) : options)();
    }
    const b = (): string => this.#block(3, self);
    const loop = (): string => {
      this.#loops++;
      const text = `burn(); ${b()}${this.#maybe(0.2) ? `; if (${e()}) ${this.#pick(['break', 'continue'])}` : ''}`;
      this.#loops--;
      return text;
    };
    const label = `l${this.#labels++}`;
    const options = [
      () => `if (${e()}) { ${b()} }${this.#maybe(0.4) ? ` else { ${b()} }` : ''}`,
      () => `if (${e()}) ${this.#call()}`,
      () => `for (let i = 0; i < 2; i++) { const c = () => i; ${loop()}; c() }`,
      () => `for (const y of [1, ${e()}]) { ${loop()} }`,
      () =>
        `{ let d${label} = ${e()}; const g = ${this.#async('', '', '=>', `d${label}++; ${this.#await} 0; return d${label}`)}; ${b()}; log(g()) }`,
      () => `try { ${b()} } catch (y) { log(y?.name); ${b()} }${this.#maybe(0.4) ? ` finally { ${b()} }` : ''}`,
      () => `switch (${e()}) { case 1: ${b()}; break; case ${e()}: { ${b()} } default: ${b()} }`,
      () => `${label}: { ${b()}; if (${e()}) break ${label}; ${b()} }`,
      () => `${this.#pick(['let', 'const', 'var'])} v${label} = ${e()}; log(v${label})`,
      () => `const { a: ${label} = ${this.#plain()}, ...r${label} } = ${this.#pick(['o', 'k', '{ a: n }'])}; log(${label})`,
      () => (this.#awaits && !this.#isLowered ? `for await (const y of [${e()}, ${e()}]) { ${loop()} }` : `log(1)`),
      () => (this.#awaits ? `const v${label} = n; ${this.#await} ${e()}; n = v${label}` : `do { ${loop()} } while (false)`),
      () => `const w${label} = function* (x, y) { ${this.#with(false, true, b)} }; log([...w${label}(1, 2)].length)`,
      () => `[1].forEach((x, y) => { ${this.#with(false, false, b)} })`,
      () => `log(typeof u?.x, ${e()})`,
    ];
    return this.#pick(options)();
  }

  #target(self: string): string {
    return this.#pick([
      'n',
      'm',
      'u',
      'o.a',
      'o.b.c',
      "o['a']",
      'o[x]',
      'k.q',
      'x',
      '(o.b).c',
      self === '' ? 'o.a' : 'this.q',
      self === '' ? 'n' : 'this.#p',
    ]);
  }

  #plain(): string {
    return this.#pick(['1', '2', 'n', 'm', "'s'", 'o.a', 'null', 'map.size']);
  }

  #call(): string {
    const e = (): string => this.#expression();
    return this.#pick([
      () => `o.m(${e()})`,
      () => `(log('c'), o).m(${e()})`,
      () => `fn(${e()}, ${e()})`,
      () => `fn?.(${e()})`,
      () => `u?.x.y(${e()})?.z()`,
      () => `o?.m(${e()})`,
      () => `K.s(${e()})`,
      () => 'k.p()',
      () => `map.get(${e()})`,
      () => `map.has(n)`,
      () => `[${e()}].map(x => ${this.#with(false, false, e)}).length`,
      () => `String(${e()})`,
      () => `new Promise((y) => y(${e()}))`,
      () => `new K().p()`,
      () => `f${Math.floor(this.#random() * 3)}(${e()})`,
      () => `((x) => ${this.#with(false, false, e)})(${e()})`,
      () => `o.m\`a\${${e()}}\``,
    ])();
  }

  #closure(): string {
    const isAsync = this.#maybe(0.5);
    const body = (): string => {
      const isBlock = this.#maybe(0.5);
      if (isAsync && this.#isLowered) return isBlock ? `burn(); ${this.#block(2)}` : `return (burn(), ${this.#expression()})`;
      return isBlock ? `{ burn(); ${this.#block(2)} }` : `(burn(), ${this.#expression()})`;
    };
    const text = this.#with(isAsync, false, body);
    if (isAsync && this.#isLowered) return this.#async('', 'x, y', '=>', text);
    return `${isAsync ? 'async ' : ''}(x, y) => ${text}`;
  }

  #expression(): string {
    this.#depth++;
    const e = (): string => this.#expression();
    let text = this.#plain();
    if (this.#depth < 7 && this.#maybe(0.8)) {
      const options = [
        () => this.#plain(),
        () => this.#call(),
        () => `${e()} ${this.#pick(['+', '===', '<', ','])} ${e()}`,
        () => `(${e()}) ${this.#pick(['&&', '||', '??'])} (${e()})`,
        () => `${e()} ? ${e()} : ${e()}`,
        () => `\`\${${e()}}\``,
        () => `{ n, a: ${e()}, [${e()}]: ${e()}, ...o }.a`,
        () => `[${e()}, ...[${e()}]].length`,
        () => `(${this.#target('')} = ${e()})`,
        () => `${this.#pick(['n', 'm', 'k.q', 'o.b.c'])}++`,
        () => `typeof (${e()})`,
        () => (this.#awaits ? `${this.#await} (${e()})` : `-1`),
        () => (this.#awaits ? `${this.#await} (${this.#call()})` : `+1`),
        () => (this.#yields ? `(yield ${e()})` : `!n`),
      ];
      text = `(${this.#pick(options)()})`;
    }
    this.#depth--;
    return text;
  }
}

describe('random programs', () => {
  const start = Number(process.env['INTERLEAVE_SEED'] ?? 1);
  const count = Number(process.env['INTERLEAVE_PROGRAMS'] ?? rounds(150));

  for (const isLowered of [false, true]) {
    it(`run the same with and without the transform${isLowered ? ', with generators for async functions' : ''}`, async function () {
      this.timeout(rounds(180_000));
      let parsed = 0;
      for (let seed = start; seed < start + count; seed++) {
        const source = new Writer(seed, isLowered).program();
        const plain = await runProgram(source, 'commonjs', undefined);
        if (plain.some((line) => /threw SyntaxError/.test(line))) continue;
        parsed++;
        const { code, table } = instrumentSource(source, 'commonjs', 300);
        assert.deepEqual(await runProgram(code, 'commonjs', makeInertRuntime()), plain, `seed ${seed}\n${code}`);
        const problems: string[] = [];
        assert.deepEqual(await runProgram(code, 'commonjs', makeCheckingRuntime(table, problems)), plain, `seed ${seed}\n${code}`);
        assert.deepEqual(problems, [], `seed ${seed}\n${code}`);
        assert.ok(table.functions.some((fn) => fn.name === 'f0' && fn.async));
      }
      assert.ok(parsed > count / 3, `only ${parsed} of ${count} programs were valid`);
    });
  }
});
