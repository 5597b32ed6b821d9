// The static table: sites with kinds, positions and flags, functions, variables, sequences and suppressions.
import assert from 'node:assert/strict';
import { instrumentSource } from './support';
import {
  FLAG_AGAIN,
  FLAG_DECLARED_EMPTY,
  FLAG_FIRST_VALUE,
  FLAG_FORGETS,
  FLAG_OTHER_INPUT,
  FLAG_OWN,
  FLAG_PROBES,
  MORE_VAIN,
} from '../../src/wire/siteFlags';
import type { Site } from '../../src/wire/sites';

function sitesOf(source: string, kind: Site['kind'], type: 'commonjs' | 'module' = 'commonjs'): string[] {
  return instrumentSource(source, type)
    .table.sites.filter((s) => s.kind === kind)
    .map((s) => `${s.line}:${s.column} ${s.text}${s.flags ? ` ${s.flags}` : ''}`);
}

describe('sites', () => {
  it('puts a chained call on the line of its name', () => {
    assert.deepEqual(sitesOf('a\n  .b()\n  .c(1)', 'call'), ['3:3 a.b().c', '2:3 a.b 2']);
  });
  it('names calls by their callee', () => {
    assert.deepEqual(sitesOf('(async () => {})(); new Foo(x); a[k](); f()(); import("x"); t`x`', 'call'), [
      '1:0 (function)',
      '1:32 a[k]',
      '1:40 f()',
      '1:40 f',
      '1:47 import',
      '1:60 t',
    ]);
    assert.deepEqual(sitesOf('new Foo(x); new (bar())()', 'new'), ['1:0 Foo', '1:12 bar()']);
  });
  it('says what the value of a call is given to', () => {
    const { table } = instrumentSource(
      'const a = new M(); let b; b = f(); class C { #l = new M(); m() { this.k = g(1); return h() } } const o = { q: i() }; const [z] = j(); a.b(k()); const w = await_(l())',
    );
    assert.deepEqual(
      table.sites.filter((s) => s.kind === 'call' || s.kind === 'new').map((s) => `${s.text} ${s.held ?? ''}`.trim()),
      ['M a', 'f b', 'M C.#l', 'g k', 'h', 'i q', 'j', 'a.b', 'k', 'await_ w', 'l'],
    );
  });
  it('marks the calls whose value a statement drops', () => {
    const { table } = instrumentSource(
      'f(); void g(); const x = h(); i().j(); async function k() { await l(); m() } console.log(1); a && n(); o?.p()',
    );
    assert.deepEqual(
      table.sites.filter((s) => s.floating).map((s) => s.text),
      ['f', 'i().j', 'm', 'n', 'o.p'],
    );
  });
  it('gives each site its innermost function', () => {
    const { table } = instrumentSource('class A { async b() { c(() => d()) } } const e = function () { f() }; export_()');
    const names = table.sites.map((s) => `${s.text} in ${table.functions[s.fn]?.name}`);
    assert.deepEqual(names, ['c in A.b', 'd in (anonymous)', 'f in e', 'export_ in ']);
  });
  it('flags reads in tests as conditions, and those of a loop that only waits (33554432)', () => {
    const source =
      'let n = 0; async function f() { if (n > 1) g(); const a = n; while (!n) await 0; n = 1; return n ? 1 : 2 } const later = () => n';
    assert.deepEqual(sitesOf(source, 'read'), ['1:36 n 259', '1:58 n', '1:69 n 33554433', '1:95 n 1', '1:127 n 16']);
  });
  it('flags what a function only gives, or asks for (16), and calls without arguments, or by a name, whose results must be objects (2)', () => {
    const source =
      'let n; async function set() { n = await 0 } function give() { return n } const is = () => n !== null; use(set, give, is); give().a(); const m = give(); m.b(); const k = give(1); k.c(); is(give()); give("d").d()';
    assert.deepEqual(sitesOf(source, 'read'), ['1:69 n 16', '1:90 n 16']);
    assert.deepEqual(
      sitesOf(source, 'call').filter((site) => site.endsWith(' 2')),
      ['1:122 give 2', '1:144 give 2', '1:197 give 2'],
    );
  });
  it('flags reads that are tested through a local', () => {
    const source = 'let n = 0; async function f() { const open = n; await 0; if (open) n = 1 } const later = () => n';
    assert.deepEqual(sitesOf(source, 'read'), ['1:45 n 1', '1:95 n 16']);
  });
  it('flags reads that need a value, unless a test came before (2), or came since the last await (256)', () => {
    const source =
      'let s; fs.readFile("x", (e, d) => { s = d }); function a() { return s.x } function b() { if (!s) return; return s.x } function c() { return s?.x } function d() { return s && s.x } function e() { return s + 1 } function f() { return s() } function g() { for (const x of s); } function h() { const { y } = s } function i() { s?.() }';
    assert.deepEqual(
      sitesOf(source, 'read').map((s) => s.replace(/^\S+ /, '')),
      ['s 258', 's 1', 's', 's', 's 1', 's', 's 258', 's 258', 's 258', 's 258', 's'],
    );
  });
  it('flags tests that throw, and uses whose test is older than an await', () => {
    const source =
      'let s; fs.readFile("x", (e, d) => { s = d }); async function f() { if (!s) throw 1; await 0; return s.x } function g() { if (s) { throw 2 } }';
    assert.deepEqual(
      sitesOf(source, 'read').map((x) => x.replace(/^\S+ /, '')),
      ['s 129', 's 256', 's 65'],
    );
  });
  it('flags what a loop that only waits looks at, and its await (33554432)', () => {
    const flagsOf = (loop: string): string[] => {
      const { table } = instrumentSource(`let head = 0; async function f(me) { ${loop} head = me; }`);
      return table.sites.filter((s) => ((s.flags ?? 0) & 33554432) !== 0).map((s) => s.kind);
    };
    const wait = 'await new Promise((ok) => { wake = ok; });';
    assert.deepEqual(flagsOf(`while (head !== me) ${wait}`).toSorted(), ['await', 'new', 'read']);
    assert.deepEqual(flagsOf(`while (head !== me) { ${wait} }`).toSorted(), ['await', 'new', 'read']);
    assert.deepEqual(flagsOf(`while (head !== me) { ${wait} head++; }`), []);
    assert.deepEqual(flagsOf(`while ((await head) !== me) ${wait}`), []);
    assert.deepEqual(flagsOf(`while (head++ !== me) ${wait}`), []);
    assert.deepEqual(flagsOf(`if (head !== me) ${wait}`), []);
  });
  it('flags promises that only their maker settles (32768), or only who gets its result (65536)', () => {
    const flagsOf = (body: string): number => {
      const { table } = instrumentSource(`async function f(fn) { let r; const p = new Promise((ok) => { r = ok; }); ${body} }`);
      return table.sites.find((s) => s.kind === 'new')?.flags ?? 0;
    };
    const [byMaker, byCaller, unknown] = [32768, 65536, 0];
    assert.equal(flagsOf('try { await fn(); } finally { r(); }'), byMaker);
    assert.equal(flagsOf('await before; return r;'), byCaller);
    assert.equal(flagsOf('return { release: () => r() };'), byCaller);
    assert.equal(flagsOf('function done() { if (!over) r(); } await before; return { done };'), byCaller);
    assert.equal(flagsOf('const turn = before.then(() => r); return turn;'), byCaller);
    assert.equal(flagsOf('return fn().finally(() => r());'), unknown);
    assert.equal(flagsOf('setTimeout(r, 10); await fn(); r();'), unknown);
    assert.equal(flagsOf('waiters.push(r); await p;'), unknown);
    assert.equal(flagsOf('fn(r); return r;'), unknown);
    assert.equal(flagsOf('r = fn; return r;'), unknown);
  });
  it('flags writes of awaited values, writes behind a token, and those that only an error leads past', () => {
    const source =
      'let last = 0, r; async function f(q) { const my = ++last; const x = await g(q); if (my !== last) return; r = x } async function h() { r = 1 } const get = () => r';
    assert.deepEqual(sitesOf(source, 'write'), [`1:105 r ${44 | (1 << 23) | (1 << 28)}`, `1:134 r ${1048608 | (1 << 19) | (1 << 28)}`]);
  });
  it('flags which way a count goes, and what is all that a call leaves', () => {
    const flags = (body: string): string[] =>
      sitesOf(`let n = 0; ${body} const get = () => n`, 'update')
        .concat(sitesOf(`let n = 0; ${body} const get = () => n`, 'write'))
        .map((site) => (Number(site.split(' ').at(-1)) >>> 26).toString());
    assert.deepEqual(flags('async function f() { n++; await g(); n--; }'), ['1', '2']);
    assert.deepEqual(flags('async function f() { await g(); n += 2; n -= size; }'), ['1', '0']);
    // However it is spelled.
    assert.deepEqual(flags('async function f() { n = n + 1; await g(); n = n - 1; }'), ['1', '2']);
    assert.deepEqual(flags('async function f() { await g(); n = 1 + n; n = n + size; n = 1 - n; }'), ['1', '4', '4']);
    assert.deepEqual(flags('async function f() { n = await g(); }'), ['4']);
    assert.deepEqual(flags('async function f() { n = await g(); return true; }'), ['0']);
    assert.deepEqual(flags('async function f() { for (const x of y) n = await g(x); }'), ['0']);
  });
  it('numbers from zero and fits the code', () => {
    const { code, table, count } = instrumentSource('let n = 0; async function f() { n += await g(n) } const h = () => n', 'commonjs', 700);
    const numbers = [...code.matchAll(/\$il\.(?:s\[0\]=|\w\()(\d+)/g)].map((m) => Number(m[1]));
    assert.ok(numbers.every((n) => n >= 700 && n < 700 + count));
    assert.equal(table.base, 700);
  });
});

describe('functions and variables', () => {
  it('names functions as their author would', () => {
    const source = `
      function a() {} const b = () => {}; const o = { c() {}, d: function () {}, e: async () => {} };
      class K { f() {} static async g() {} #h() {} i = () => {}; get j() { return 1 } constructor() {} }
      x.k = function () {}; [1].map(() => {}); async function* l() {}`;
    assert.deepEqual(
      instrumentSource(source).table.functions.map((f) => f.name),
      ['', 'a', 'b', 'c', 'd', 'e', 'K.f', 'K.g', 'K.#h', 'K.i', 'K.j', 'K.constructor', 'k', '(anonymous)', 'l'],
    );
  });
  it('knows parents, async and generators', () => {
    const { functions } = instrumentSource('async function a() { return () => { function* b() {} } }').table;
    assert.deepEqual(functions.map((f) => [f.parent, f.async, f.generator]), [[-1, false, false], [0, true, false], [1, false, false], [2, false, true]]); // prettier-ignore
  });
  it('takes a module with top-level await for an activation', () => {
    assert.equal(instrumentSource('await 1', 'module').table.functions[0]?.async, true);
  });
  it('lists the watched variables with their places', () => {
    const { variables } = instrumentSource('let n = 0\nasync function f() { let m = 1; n++; setTimeout(() => { m++ }); await 0 }').table;
    assert.deepEqual(variables, [
      { name: 'n', line: 1, column: 4, module: true },
      { name: 'm', line: 2, column: 25, module: false },
    ]);
  });
});

describe('pruning', () => {
  const probes = (source: string): string[] => instrumentSource(source).code.match(/\$il\.[rqampozdghlb]\(/g) ?? [];

  it('leaves alone what one task has for itself', () => {
    assert.deepEqual(
      probes('async function f() { let n = 0; const o = { v: 1 }; for (let i = 0; i < 3; i++) { n += i; o.v++; await 0 } return n + o.v }'),
      [],
    );
    assert.deepEqual(probes('const limit = 5; async function f(x) { await 0; return x > limit }'), []);
    assert.deepEqual(probes('let sum = 0; function add(x) { sum += x } for (let i = 0; i < 9; i++) add(i)'), []);
    assert.deepEqual(probes('async function f(xs) { let s = 0; xs.forEach((x) => { s += x }); await 0; return s }'), []);
    assert.deepEqual(probes('class A { constructor() { this.x = 1; this.x++ } get() { return this.x } }'), []);
    assert.deepEqual(probes('async function f() { const list = []; for (const x of await g()) list.push(x); return list }'), []);
    assert.deepEqual(probes('import("x").then((m) => { try { m.f() } catch (e) { log(e.message, arguments.length) } })'), []);
  });
  it('leaves variables alone where eval or with can see them', () => {
    assert.deepEqual(probes('let n = 0; async function f() { n++; await 0; eval("n = 5") }'), []);
  });
  it('probes names that another file writes', () => {
    const source = 'async function f(o) { await 0; return o.total }';
    assert.deepEqual(probes(source), []);
    const first = instrumentSource('async function g(o) { await 0; o.total = 1 }');
    assert.ok(first.ok);
  });
});

describe('sequences', () => {
  const sequences = (source: string): string[] => {
    const { table } = instrumentSource(`async function f(a, b, items) {${source}}`);
    return table.sequences.map((s) => `${s.kind} ${s.sites.map((n) => table.sites[n]?.text).join(' ')}`);
  };
  const table: Record<string, readonly [source: string, ...found: string[]]> = {
    'independent loads': ['const x = await load(a); const y = await find(b); return [x, y]', 'sequence load find'],
    'a chain': ['const x = await load(a); const y = await find(x); return y'],
    'a chain through a local': ['const x = await load(a); const id = x.id; const y = await find(id); return y'],
    'a guard on the result': ['const x = await load(a); if (!x) return; const y = await find(b); return y'],
    'three with a break': ['const x = await load(a); const y = await find(b); const z = await get(y)', 'sequence load find'],
    'one expression': ['return { x: await load(a), y: await find(b) }', 'sequence load find'],
    'what is handed to a call': ['const all = await Promise.all([await load(a), await find(b)]); return all', 'sequence load find'],
    'what is handed to a call, with a chain': ['const x = await join(await find(await load(a)), await load(b)); return x'],
    'what is handed to a call and kept': ['let x; return await join((x = await load(a)), await find(b, x))'],
    'a conditional await': ['const x = await load(a); const y = a && (await find(b)); return [x, y]'],
    'unrelated code between': ['const x = await load(a); log(b); const y = await find(b); return [x, y]', 'sequence load find'],
    fields: ['this.x = await load(a); this.y = await find(b)', 'sequence load find'],
    'a field that is used': ['this.x = await load(a); this.y = await find(this.x)'],
    'set-up': ['await db.connect(); const x = await db.find(a); return x'],
    'what set-up made readable': ['await a.ready(); const url = a.url; return await load(url)'],
    'a pause': ['await delay(5); return await load(a)'],
    'a loop over items': ['for (const x of items) { await load(x) }', 'loop load'],
    'items that are filled': ['for (const x of items) { x.y = await load(x.id); x.z = x.y.name }', 'loop load'],
    'the same again for each item': ['for (const x of items) { x.y = await load(a) }'],
    'a loop over what was asked for': ['for (const x of await list(a)) { await load(x) }', 'loop load'],
    'a loop that adds up lists': [
      'let out = []; for (const x of await list(a)) out = [...out, ...(await load(x))]; return out',
      'loop load',
    ],
    'a collecting loop': ['const out = []; for (const x of items) out.push(await load(x)); return out', 'loop load'],
    'a loop that carries': ['let cursor = 0; for (const x of items) { cursor = await load(x, cursor) }'],
    'a loop that stops': ['for (const x of items) { const r = await load(x); if (r) return r }'],
    'a loop with pauses': ['for (const x of items) { await sleep(x) }'],
    'a counted loop': ['for (let i = 0; i < 3; i++) { await load(i) }', 'loop load'],
    'a search by while': ['while (a) { a = await load(a) }'],
    'an index by hand': ['let i = 0; while (i < items.length) { await load(items[i]); i++ }', 'loop load'],
    'an index in the call': ['let i = 0; do { await load(items[i++]) } while (i < items.length)', 'loop load'],
    'an index of others': ['while (b.at < 9) { const i = b.at++; await load(items[i]) }'],
    'an endless loop with an end': ['for (let i = 0; ; i++) { if (i > 9) break; await load(i) }', 'loop load'],
    'an end that was found': ['for (let i = 0; ; i++) { const r = await load(i); if (!r) break; }'],
    'an end after one that works': ['let i = 0; while (i++ < 9) { try { await load(i); break } catch {} }'],
    'a count of those that worked': ['let i = 0; while (i < 9) { try { await load(i); i++ } catch {} }'],
    'the lines of a file': [
      'for await (const x of createInterface({ input: createReadStream(a) })) b.push(await load(x))',
      'loop createInterface() load',
    ],
    'the rows of a file': [
      'const rows = createReadStream(a).pipe(parser(b)); for await (const x of rows) b.push(await load(x))',
      'loop rows load',
    ],
    'the pieces of a file': ['for await (const x of createReadStream(a)) b.push(await load(x))'],
    'the pieces of a file in another form': ['for await (const x of createReadStream(a).pipe(createGzip())) b.push(await load(x))'],
    'what somebody sends': ['for await (const x of a) b.push(await load(x))'],
    'lines of which each gives one': ['for await (const x of a.readLines()) b.write(await load(x))'],
    'lines up to one': ['for await (const x of a.readLines()) if (await load(x)) break'],
    'an entry left out': [
      'let i = -1; while (++i < 9) { if (items[i].old) continue; const r = await load(i); if (!r) continue; say(r) }',
      'loop load',
    ],
    'an entry that is not passed': ['let i = 0; while (i < 9) { const r = await load(i); if (!r) continue; i++ }'],
    'an iterator by hand': [
      'const it = items.values(); let s = it.next(); while (!s.done) { await load(s.value); s = it.next() }',
      'loop load',
    ],
    'an iterator of others': ['let s = a.next(); while (!s.done) { await load(s.value); s = a.next() }'],
    'a list worked off': ['const todo = [...items]; while (todo.length) await load(todo.shift())', 'loop load'],
    'a list of others': ['while (items.length) await load(items.shift())'],
    'a list that grows': ['for (const x of items) { items.push(...await load(x)) }'],
    'a list that is handed on': ['const todo = [...items]; while (todo.length) await load(todo.shift(), todo)'],
    'two awaits a round': ['for (const x of items) { const r = await load(x); say(await r.text()) }', 'loop load r.text'],
    'the same again': ['let n = 0; while (n < 9) { await load(a); n++ }'],
    'a test that asks': ['let n = 0; while (more()) { await load(n++) }'],
    'what went wrong is kept beside a sum': [
      'let sum = 0; const bad = []; for (const x of items) { const r = await load(x, a); if (!r) bad.push(x); sum += r }',
      'loop load',
    ],
    'what was found is told': ['for (const x of items) { const r = await load(x, a); console.log(x, r) }', 'loop load'],
    'what was found is handed on beside an argument': ['for (const x of items) { const r = await load(x, a); b.note(r, a) }'],
    'a later use in an inner loop': [
      'for (const x of items) { const r = await load(x); for (const y of r) { note(y, x); b.keep(x, a) } await find(a) }',
    ],
    'one connection': ['for (const x of items) { const r = await load(conn, x); b.push(r) }'],
    'one transaction': ['const x = await load(tx, a); const y = await find(tx, b); return [x, y]'],
    'the next piece': ['for (let n = 0; n < 9; n++) { await a.read(n) }'],
    'the next piece beside an item': ['for (const x of items) { b.push(x, await a.read(9)) }'],
    'a read of each item': ['for (const x of items) { b.push(await a.read(x.file)) }', 'loop a.read'],
    batches: ['for (let n = 0; n < 90; n += 9) { await Promise.all(items.slice(n, n + 9).map(load)) }'],
    'what is decided about an object of its own': [
      'const v = { list: [] }; const x = await load(a); if (x.few) v.list.push(1); v.n = x.n; const y = await find(b); return [v, y]',
      'sequence load find',
    ],
    'an object of its own that is handed on': [
      'const v = {}; const x = await load(a); if (x.few) v.few = true; const y = await find(v); return y',
    ],
    'an object of its own that is handed on by a path': [
      'const v = { s: [] }; v.s.push(await load(a)); const y = await find(v.s[0]); return y',
    ],
    'an object that is filled, beside another path': [
      'const v = { s: 1 }; v.t = await load(a); v.u = await find(v.s); return v',
      'sequence load find',
    ],
    'what is decided about others': ['const x = await load(a); if (x.few) this.few = true; const y = await find(b); return [x, y]'],
    'what is decided by calls': ['const x = await load(a); if (x.few) begin(); const y = await find(b); return [x, y]'],
    'what was told to whom is asked next': ['const x = await a.load(1); a.use(x.token); const y = await a.find(2); return [x, y]'],
    'a list that is filled in callbacks': [
      'const ids = []; const x = await load(a); x.forEach((one) => ids.push(one.id)); return await find(ids)',
    ],
    'a loop that may leave': ['const x = await load(a); for (const one of x) if (one.bad) return; const y = await find(b); return y'],
    'a loop that ends by itself': [
      'const v = []; const x = await load(a); for (const one of x) { if (one.bad) break; v.push(one) } const y = await find(b); return [v, y]',
      'sequence load find',
    ],
    'a chain by reduce': [
      'return items.reduce((p, x) => p.then((all) => load(x).then((r) => all.concat(r))), Promise.resolve([]))',
      'chain p.then load',
    ],
    'a chain whose steps are kept by others': [
      'return items.reduce((p, x) => p.then(() => load(x)).then((r) => { b.push(r) }), Promise.resolve())',
      'chain p.then load',
    ],
    'a chain of async functions': [
      'return items.reduce(async (p, x) => { const all = await p; all.push(await load(x)); return all }, [])',
      'chain p load',
    ],
    'a chain of async callbacks': [
      'return items.reduce((p, x) => p.then(async () => { b.push(await load(x)) }), Promise.resolve())',
      'chain p.then load',
    ],
    'a chain with a way around': [
      'return items.reduce((p, x) => { return p.then((all) => x.old ? all : load(x).then((r) => [...all, r])) }, Promise.resolve([]))',
      'chain p.then load',
    ],
    'a chain that carries': ['return items.reduce((p, x) => p.then((last) => load(x, last)), Promise.resolve())'],
    'a chain that carries by a variable': [
      'let last; return items.reduce((p, x) => p.then(() => load(x, last)).then((r) => { last = r.id }), Promise.resolve())',
    ],
    'a chain of async functions that carries': ['return items.reduce(async (p, x) => load(x, await p), 0)'],
    'a chain that ends when it was found': ['return items.reduce((p, x) => p.then((r) => r ? r : load(x)), Promise.resolve())'],
    'a chain of async functions that ends': [
      'return items.reduce(async (p, x) => { const r = await p; if (r) return r; return await load(x) }, null)',
    ],
    'a chain that adds': ['return items.reduce((p, x) => p.then((sum) => load(x).then((r) => add(sum, r))), Promise.resolve(0))'],
    'a chain with pauses': ['return items.reduce((p, x) => p.then(() => load(x)).then(() => sleep(9)), Promise.resolve())'],
    'a chain of what was given': [
      'return items.reduce((p, x) => p.then((all) => x().then((r) => [...all, r])), Promise.resolve([]))',
      'chain p.then x',
    ],
    'a chain on one connection': ['return items.reduce((p, x) => p.then(() => load(conn, x)), Promise.resolve())'],
    'a chain of functions': ['return items.reduce((p, x) => p.then(x), Promise.resolve())'],
    'calls in callbacks of each other': [
      'return load(a).then((x) => find(b).then((y) => get(b).then((z) => [x, y, z])))',
      'nest load().then find().then get().then',
    ],
    'calls in callbacks of each other, with steps of their own': [
      'return load(a).then(read).then((x) => { return find(b).then((y) => y.rows).then((y) => [x, y]) })',
      'nest load().then().then find().then().then',
    ],
    'a call in a callback that needs what was given': ['return load(a).then((x) => find(x).then((y) => [x, y]))'],
    'a call in a callback that is given nothing': ['return load(a).then(() => find(b).then((y) => y.rows))'],
    'a call in a callback for failures': ['return load(a).then((x) => x, (err) => find(b).then((y) => [err, y]))'],
    'a call in a callback that decides': ['return load(a).then((x) => (x ? find(b).then((y) => [x, y]) : x))'],
    'a call in a callback after one that changes something': ['return save(a).then((x) => find(b).then((y) => [x, y]))'],
    'a sum': ['return items.reduce((p, x) => p + x, 0) + (await load(a))'],
    'those that are open': ['const x = await a.load(1); const y = await a.openOrders(2); return [x, y]', 'sequence a.load a.openOrders'],
    'one that is opened': ['const x = await a.load(1); const y = await a.openOrder(2); return [x, y]'],
    'answers with their bodies': [
      'const r = await fetch(a); const x = await r.json(); const s = await fetch(b); return [x, await s.json()]',
      'sequence fetch fetch',
    ],
    'bodies that are read at once': [
      'const x = await (await fetch(a)).json(); const y = await (await fetch(b)).text(); return [x, y]',
      'sequence fetch fetch',
    ],
    'an answer by what the one before says': [
      'const r = await fetch(a); const x = await r.json(); const s = await fetch(x.next); return await s.json()',
    ],
    'the same asked again': ['const x = await load(a); const y = await load(a); return [x, y]'],
    'two looks a round': ['for (const x of items) { const r = await a.load(x); b.push(await a.find(r.id)) }', 'loop a.load a.find'],
    'two looks a round, by a path': [
      'for (const x of items) { const r = await this.a.load(x); b.push(await this.a.find(r.id)) }',
      'loop this.a.load this.a.find',
    ],
    'two looks a round at what was told': ['for (const x of items) { const r = await a.load(x); a.keep(r); b.push(await a.find(a.last)) }'],
    'a result that nobody takes before one that is': ['await load(a); return await find(b)'],
  };
  for (const [name, [source, ...found]] of Object.entries(table)) {
    it(`finds ${found.join(', ') || 'nothing'} in ${name}`, () => assert.deepEqual(sequences(source), found));
  }
  it('knows whether the steps of a chain are what was given', () => {
    const areGiven = (step: string): boolean[] =>
      instrumentSource(`const f = (items) => items.reduce((p, x) => p.then(() => ${step}), Promise.resolve())`).table.sequences.map(
        ({ ofItems = false }) => ofItems,
      );
    assert.deepEqual([...areGiven('x.run()'), ...areGiven('run(x)')], [true, false]);
  });
  it('knows whether somebody wants more of an answer than that it came', () => {
    const isDropped = (round: string): boolean[] =>
      instrumentSource(`async function f(items, b) { for (const x of items) { ${round} } }`).table.sequences.map((s) => s.dropped === true);
    assert.deepEqual(isDropped('const r = await fetch(x); await r.text(); b.push(r.status)'), [false]);
    assert.deepEqual(isDropped('const { headers, body } = await request(x); await body.dump(); b.push(headers.age)'), [false]);
    assert.deepEqual(isDropped('const r = await fetch(x); await r.text(); if (!r.ok) b.push(x)'), [false]);
    assert.deepEqual(isDropped('const r = await fetch(x); await r.text()'), [true]);
    assert.deepEqual(isDropped('await (await fetch(x)).text()'), [true]);
    assert.deepEqual(isDropped('const r = await fetch(x); if (!r.ok) throw new Error(x); await r.text()'), [true]);
    assert.deepEqual(isDropped('const r = await load(x); await r.save(); b.push(r.id)'), [true]);
  });
});

describe('what is left behind', () => {
  const flagsOf = (source: string): number =>
    instrumentSource(source)
      .table.sites.filter((s) => /^(?:set\w+|.*createInterface|net\.connect)$/.test(s.text))
      .reduce((sum, s) => sum | (s.flags ?? 0), 0);
  const table: Record<string, readonly [flag: number, source: string]> = {
    'set again': [FLAG_AGAIN, 'function tick() { work(); setTimeout(tick, 9) }'],
    'set again by a method': [FLAG_AGAIN, 'class A { tick() { setTimeout(async () => { await work(); this.tick() }, 9) } }'],
    'set again at last': [FLAG_AGAIN, 'class A { #tick() { setTimeout(() => work().finally(() => this.#tick()), 9) } }'],
    'set again as the options say': [
      FLAG_AGAIN,
      'class A { tick(more = true) { if (more && this.options.ms > 0) setTimeout(() => this.tick(more), this.options.ms) } }',
    ],
    'set again where something is missing': [0, 'function tick() { if (rows.length < 9) setTimeout(tick, 9) }'],
    'set again unless it is done': [0, 'function tick() { if (done) return; setTimeout(tick, 9) }'],
    'set again when it failed': [0, 'async function tick() { try { await work() } catch { setTimeout(tick, 9) } }'],
    'set again by what it finds': [0, 'function tick() { setTimeout(() => { if (rows.length) tick() }, 9) }'],
    'an entry taken out': [FLAG_FORGETS, 'class A { set(k) { setTimeout(() => this.rows.delete(k), 9) } }'],
    'what is old': [
      FLAG_FORGETS,
      'class A { start() { setInterval(() => this.sweep(), 9) } sweep() { const now = Date.now(); for (const [k, r] of this.rows) if (r.till < now) this.rows.delete(k) } }',
    ],
    'a count that begins again': [FLAG_FORGETS, 'let hits = {}; setInterval(() => { hits = {} }, 9); exports.hit = (k) => (hits[k] = 1)'],
    'an entry taken out, and told': [0, 'class A { set(k) { setTimeout(() => { this.rows.delete(k); this.emit("expired", k) }, 9) } }'],
    'an entry taken out after it was saved': [
      0,
      'class A { set(k) { setTimeout(async () => { await save(k); this.rows.delete(k) }, 9) } }',
    ],
    'lines of a socket': [FLAG_OTHER_INPUT, 'net.createServer((socket) => readline.createInterface({ input: socket }))'],
    'lines of a file': [FLAG_OTHER_INPUT, 'const file = fs.createReadStream(name); createInterface({ input: file })'],
    'lines of a child': [FLAG_OTHER_INPUT, 'createInterface(child.stdout)'],
    'lines of whoever types': [0, 'const input = process.stdin; createInterface({ input })'],
    'a connection for one answer': [FLAG_OWN, 'function f() { const s = net.connect(1); s.write("x"); s.once("data", done) }'],
    'a connection to see whether it can be': [FLAG_OWN | FLAG_PROBES, 'function f() { const s = net.connect(1); s.once("connect", done) }'],
    'a connection to say something': [0, 'function f() { const s = net.connect(1); s.once("connect", done); s.write("x") }'],
    'a connection that is to stand': [0, 'function f() { const s = net.connect(1); s.once("connect", done); s.on("close", gone) }'],
    'a connection that is given away': [0, 'function f() { const s = net.connect(1); s.once("connect", () => done(s)) }'],
    'lines of a stream': [0, 'function lines(stream) { return createInterface(stream) }'],
  };
  for (const [name, [flag, source]] of Object.entries(table)) it(`is known of ${name}`, () => assert.equal(flagsOf(source), flag));
});

describe('listeners of no use later', () => {
  const isVain = (body: string, around = 'async function f(bus) { let last = 0; BODY; await work(); return last }'): boolean =>
    instrumentSource(around.replace('BODY', body)).table.sites.some((s) => s.text === 'bus.on' && ((s.more ?? 0) & MORE_VAIN) !== 0);
  const table: Record<string, readonly [boolean, string, string?]> = {
    'stores for the function': [true, 'bus.on("n", (n) => { last = n })'],
    'counts, and computes': [true, 'bus.on("n", ({ n }) => { const m = Math.max(n, last); if (m > 2) last += Number(n); })'],
    'has a name': [true, 'const note = (n) => void ([last] = n); bus.on("n", note)'],
    'calls something': [false, 'bus.on("n", (n) => { last = n; told(n) })'],
    'stores for others': [false, 'bus.on("n", (n) => { last = n; rows.n = n })'],
    'stores nothing': [false, 'bus.on("n", (n) => n + last)'],
    'may throw on purpose': [false, 'bus.on("n", (n) => { last = n; if (n > 9) throw n })'],
    'keeps the process from ending': [false, 'bus.on("error", (error) => { last = error })'],
    'stores what a function handed out reads': [false, 'bus.on("n", (n) => { last = n }); exports.last = () => last'],
    'stores what is read while the function runs': [true, 'bus.on("n", (n) => { last = n }); rows.map((row) => row + last)'],
    'stores for the module': [false, 'bus.on("n", (n) => { last = n })', 'let last = 0; async function f(bus) { BODY; await work() }'],
    'stores for who made the function': [
      false,
      'bus.on("n", (n) => { last = n })',
      'function make() { let last = 0; return { add(bus) { BODY }, last } }',
    ],
  };
  for (const [name, [expected, body, around]] of Object.entries(table)) {
    it(`${expected ? 'are' : 'are not'} one that ${name}`, () => assert.equal(isVain(body, around), expected));
  }
});

describe('first values of elements', () => {
  const firsts = (source: string): string[] =>
    instrumentSource(source)
      .table.sites.filter((s) => s.kind === 'write' && ((s.flags ?? 0) & (FLAG_FIRST_VALUE | FLAG_DECLARED_EMPTY)) !== 0)
      .map((s) => s.text);
  it('are those that only such writes set', () => {
    const write = 'async function set(i) { const v = list[i]; await load(); list[i] = v }';
    assert.deepEqual(firsts(`const list = [];\n${write}`), ['list[i]']);
    assert.deepEqual(firsts(`const list = [];\n${write}\nexports.add = (x) => { list.push(x) }`), []);
    assert.deepEqual(firsts(`const list = [];\n${write}\nexports.add = (x) => { list.splice(0, 1, x) }`), []);
  });
});

describe('suppressions', () => {
  it('reads comments, not strings', () => {
    const source = `// interleave-ignore race.atomicity -- one writer only\nlet a = "// interleave-ignore x"\n/* interleave-ignore * */ f()\n// interleave-ignore\n`;
    assert.deepEqual(instrumentSource(source).table.ignores, [
      { line: 1, kind: 'race.atomicity', reason: 'one writer only' },
      { line: 3, kind: '*', reason: '' },
    ]);
  });
});
