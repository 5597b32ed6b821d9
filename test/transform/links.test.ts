// Which calls are linked, what functions tell about their reads and writes.
import assert from 'node:assert/strict';
import { instrumentSource } from './support';

function linksOf(source: string): string[] {
  const { table } = instrumentSource(source);
  return (table.links ?? []).map((l) => `${l.kind} ${table.sites[l.read]?.text ?? ''} -> ${table.sites[l.write]?.text ?? ''}`).toSorted();
}

function entriesOf(source: string): string[] {
  const { table } = instrumentSource(source);
  const text = (site: number): string => table.sites[site]?.text ?? '';
  return (table.entries ?? [])
    .map((e) =>
      [
        `${table.functions[e.fn]?.name ?? ''}:`,
        ...e.reads.map((s) => `reads ${text(s)}`),
        ...e.writes.map((w) => `${w.given ? 'stores' : 'writes'} ${text(w.site)}`),
      ].join(' '),
    )
    .toSorted();
}

/** Names that functions ask once more after a wait. */
function rechecksOf(source: string): string[] {
  return instrumentSource(source).table.functions.flatMap(({ rechecks }) => rechecks ?? []);
}

describe('rechecks', () => {
  it('hold an answer against the one before a wait', () => {
    const lint = (test: string, wait = 'await sleep(1);'): string[] =>
      rechecksOf(`exports.lint = async (pad, id) => { const text = pad.read(); ${wait} if (${test}) return; show(text); };`);
    assert.deepEqual(lint('pad.read() !== text'), ['read']);
    assert.deepEqual(lint('text === pad.read()'), ['read']);
    assert.deepEqual(lint('pad.body !== text'), ['body']);
    assert.deepEqual(lint('pad.current() !== id'), ['current']);
    assert.deepEqual(lint('pad.read() !== text', ''), []);
    assert.deepEqual(lint('other.read() !== text'), []);
    assert.deepEqual(lint('pad.read() !== null'), []);
  });

  it('are made in callbacks, by a constant, and of what was given to the same object', () => {
    assert.deepEqual(
      rechecksOf('exports.f = (pad) => { const t = pad.text; return lint(t).then(() => { if (pad.text !== t) stop(); }); };'),
      ['text'],
    );
    assert.deepEqual(
      rechecksOf('exports.f = async (pad) => { const t = pad.text; await lint(t); const now = pad.text; if (now !== t) stop(); };'),
      ['text'],
    );
    assert.deepEqual(
      rechecksOf('exports.f = async (pad) => { const t = next(); pad.begin(t); await lint(t); if (pad.last() !== t) stop(); };'),
      ['last'],
    );
    assert.deepEqual(rechecksOf('exports.f = async (pad) => { const t = next(); await lint(t); if (pad.last() !== t) stop(); };'), []);
  });
});

describe('links', () => {
  it('lead to no function that goes round and looks again itself', () => {
    const poll = (next: string): string =>
      `const other = require('./other'); let working = 0; let ok = false; const q = new Queue((n, cb) => { var wait = function () { if (working === 3) ok = true; if (ok) return cb(); setImmediate(function () { ${next}(); }); }; working++; wait(); });`;
    assert.deepEqual(linksOf(poll('wait')), []);
    assert.deepEqual(linksOf(poll('other.wait')), ['guard ok -> other.wait']);
  });

  it('join what gives a batch that is sent with what throws it away', () => {
    const flush = (body: string): string[] =>
      linksOf(`const store = require('./store'); exports.flush = async () => { ${body} };`).filter((l) => l.startsWith('reset'));
    const link = 'reset store.all -> store.forget';
    assert.deepEqual(flush('const rows = store.all(); await send({ rows }); store.forget();'), [link]);
    assert.deepEqual(flush('return send(store.all()).then(() => store.forget());'), [link]);
    assert.deepEqual(flush('const rows = store.all(); store.forget(); await send({ rows });'), []);
    assert.deepEqual(flush('console.log(store.all()); await sleep(1); store.forget();'), []);
    assert.deepEqual(flush('const rows = store.all(); await send({ rows }); store.forget(rows);'), []);
    assert.deepEqual(flush('const rows = store.all(); await send({ rows }); other.forget();'), []);
  });

  it('join what gives all of a collection with what empties it', () => {
    const halves = (source: string): string[] => linksOf(source).filter((l) => l.startsWith('reset'));
    const add = 'const c = new Map(); exports.add = (k, v) => { c.set(k, v) };';
    assert.deepEqual(halves(`${add} exports.all = () => [...c]; exports.forget = () => c.clear()`), ['reset c -> c.clear']);
    assert.deepEqual(halves(`${add} exports.all = () => Object.fromEntries(c); exports.forget = () => c.clear()`), ['reset c -> c.clear']);
    assert.deepEqual(halves(`${add} exports.size = () => c.size; exports.forget = () => c.clear()`), []);
    assert.deepEqual(halves(`${add} exports.all = () => { const all = [...c]; c.clear(); return all; }`), []);
  });

  it('bring nothing from before a test that asks the same once more', () => {
    const send = (test: string): string[] =>
      linksOf(
        `const desk = require('./desk'); exports.add = async (n) => { const sum = desk.sum(); await sleep(1); ${test} desk.put(sum + n); };`,
      );
    assert.deepEqual(new Set(send('')), new Set(['value desk.sum -> desk.put']));
    assert.deepEqual(send('if (desk.sum() !== sum) return;'), ['guard desk.sum -> desk.put']);
    assert.deepEqual(send('if (desk.limit() !== sum) return;').includes('value desk.sum -> desk.put'), true);
  });

  it('come from no test that refuses what was stored in the same step', () => {
    const load = (set: string): string =>
      `class Queue { open() { const self = this; store.connect((err, n) => { ${set} if (isNaN(self.length)) throw new Error('n'); store.running((e, r) => { self.next.start(r); }); }); } add() { this.length++; } } const store = make();`;
    assert.deepEqual(
      linksOf(load('self.length = parseInt(n);')).filter((l) => l.includes('self.length')),
      [],
    );
    assert.deepEqual(
      linksOf(load('')).filter((l) => l.includes('self.length')),
      ['guard self.length -> self.next.start', 'guard self.length -> store.running'],
    );
  });

  const caller = (body: string): string => `const store = require('./store'); async function f(k) { ${body} }`;

  it('follow a result to an argument, and to whether a call is made', () => {
    assert.deepEqual(linksOf(caller('const n = store.load(); await wait(k); store.keep(n + 1)')), ['value store.load -> store.keep']);
    assert.deepEqual(linksOf(caller('if (await store.exists(k)) return; const v = await make(k); await store.insert(v)')), [
      'guard store.exists -> store.insert',
    ]);
  });
  it('are not made by a test that was repeated on the same object', () => {
    const links = linksOf(caller('if (store.has(k)) return; const v = await g(k); if (store.taken(k)) return; store.insert(v)'));
    assert.deepEqual(links, ['guard store.has -> store.taken', 'guard store.taken -> store.insert']);
  });
  it('take what is waited for as no method of an array', () => {
    const find = 'const store = new Store(); async function f(k) { const v = WAIT; v.n++; await store.save(v) }';
    // What a function of another file gives may have been picked by what is written here.
    const picked = 'guard store.find -> v.n';
    assert.deepEqual(linksOf(find.replace('WAIT', 'await store.find(k)')), [picked, 'value store.find -> store.save']);
    const elsewhere = find.replace('f(k)', 'f(k, disk)').replace('store.save', 'disk.save');
    assert.deepEqual(linksOf(elsewhere.replace('WAIT', 'await store.find(k)')), [picked, 'value store.find -> disk.save']);
    assert.deepEqual(linksOf(elsewhere.replace('WAIT', 'store.find(k)')), []);
    // No list has a `save`.
    assert.deepEqual(linksOf(find.replace('WAIT', 'store.find(k)')), ['value store.find -> store.save']);
    assert.deepEqual(linksOf('const f = (k) => store.find(k).then((v) => store.save(v)); const store = new Store()'), [
      'value store.find -> store.save',
    ]);
  });
  it('follow a result to what is written here of what the other file has', () => {
    assert.deepEqual(linksOf(caller('const n = store.total(); await 1; store.state.total = n + 1')), [
      'value store.total -> store.state.total',
    ]);
    assert.deepEqual(linksOf(caller('if (store.has(k)) return; await 1; const s = store.seen; s.push(k)')), ['guard store.has -> s.push']);
    assert.deepEqual(linksOf(caller('if (store.has(k)) return; await 1; if (!store.has(k)) store.seen.push(k)')), [
      'guard store.has -> store.has',
    ]);
    assert.deepEqual(linksOf(`class A { async f(k) { const n = await load(k); this.count = n } }`), []);
  });
  it('leave methods of strings, arrays and promises alone', () => {
    assert.deepEqual(linksOf(caller('const n = k.trim(); await store.load(n); console.log(n.split(","))')), []);
  });
});

describe('entries', () => {
  it('tell what a function reads for its result and stores from its arguments', () => {
    assert.deepEqual(
      entriesOf('let cash = 1; exports.get = () => cash; exports.set = (v) => { cash = v }; exports.reset = () => { cash = 0 }'),
      ['get: reads cash', 'reset: writes cash', 'set: stores cash'],
    );
  });
  it('leave out what is compared where it is written, and take nothing from the caller where it is computed anew', () => {
    const source =
      'class R { rows = new Map(); load(id) { return this.rows.get(id) } save(id, row, old) { if (this.rows.get(id) !== old) return; this.rows.set(id, row) } add(id, n) { this.rows.set(id, this.rows.get(id) + n) } }';
    const told = ['R.add: writes this.rows.set', 'R.load: reads this.rows.get'];
    assert.deepEqual(entriesOf(source), told);
    // Only who is given an answer can go by what it was made of.
    assert.deepEqual(entriesOf(source.replace('return; this', 'return false; this')), [...told, 'R.save: reads this.rows.get']);
  });
  it('tell what a function gives to its callback, and what it hands on', () => {
    assert.deepEqual(
      entriesOf('let cash = 1; exports.get = (cb) => setTimeout(() => cb(null, cash)); exports.set = (v) => { cash = v };'),
      ['get: reads cash', 'set: stores cash'],
    );
    assert.deepEqual(
      entriesOf('const repo = require("./repo"); exports.load = (id) => repo.fetch(id); exports.keep = (row) => repo.save(row);'),
      ['load: reads repo.fetch stores repo.fetch', 'keep: reads repo.save stores repo.save'].toSorted(),
    );
  });
});

describe('reads of what other files keep', () => {
  const textsOf = (source: string): string[] =>
    instrumentSource(source)
      .table.sites.filter((s) => s.kind === 'read')
      .map((s) => s.text)
      .toSorted();

  it('are probed in an object of a class of another file', () => {
    const made = 'const { Box } = require("./box"); const box = new Box(); function f() {';
    assert.deepEqual(textsOf(`${made} return box.found.length }`), ['box.found', 'box.found.length']);
    assert.deepEqual(textsOf(`${made} const { chart, table } = box.panels; return [chart, table] }`), [
      'box.panels',
      'box.panels.chart',
      'box.panels.table',
    ]);
  });
  it('are not probed in an object of a class of this file that writes no such name', () => {
    assert.deepEqual(textsOf('class Box { found = [] } const box = new Box(); function f() { return box.found.length }'), []);
  });
});

describe('passed', () => {
  const FILE = `const { price } = require('./price'); let tariff; exports.load = async () => { tariff = await read(); };`;
  const passedOf = (source: string): string[] => linksOf(`${FILE} ${source}`).filter((link) => link.startsWith('passed'));
  const needsOf = (source: string): unknown[] => instrumentSource(source).table.functions.flatMap(({ needs }) => needs ?? []);

  it('tells what a function of another file is given that nobody has looked at', () => {
    assert.deepEqual(passedOf('exports.quote = (zone) => price(zone, tariff);'), ['passed tariff -> price']);
    assert.deepEqual(passedOf('exports.quote = (zone) => tariff && price(zone, tariff);'), []);
    assert.deepEqual(passedOf('exports.quote = (zone) => { if (!tariff) return 0; return price(zone, tariff); };'), []);
    assert.deepEqual(passedOf('function own(t) { return t; } exports.quote = () => own(tariff);'), []);
  });

  it('tells which parameters a function needs as objects', () => {
    assert.deepEqual(needsOf('exports.price = function price(zone, tariff) { return tariff.get(zone); };'), [1]);
    assert.deepEqual(needsOf('class Desk { price(tariff) { return tariff ? tariff.get(1) : 0; } }'), []);
    assert.deepEqual(needsOf('function price(tariff = new Map()) { return tariff.get(1); }'), []);
    assert.deepEqual(needsOf('function note(log, tariff) { log.push(tariff); }'), [0]);
  });
});
