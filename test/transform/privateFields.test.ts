// Private fields that compilers wrote as weak maps are members again: in the table of a file, and in what the text does when it runs.
import assert from 'node:assert/strict';
import { instrumentSource } from './support';

/** What the sites of a source read and write, in the order of the table: `read this.#left`. */
function told(source: string): string[] {
  return instrumentSource(source, 'commonjs')
    .table.sites.filter(({ kind }) => kind === 'read' || kind === 'write' || kind === 'update')
    .map(({ kind, text }) => `${kind} ${text}`);
}

const FORMS: Readonly<Record<string, { readonly get: string; readonly set: (value: string) => string; readonly count: string }>> = {
  TypeScript: {
    get: '__classPrivateFieldGet(this, _Stock_left, "f")',
    set: (value) => `__classPrivateFieldSet(this, _Stock_left, ${value}, "f")`,
    count: '__classPrivateFieldSet(this, _Stock_left, (_a = __classPrivateFieldGet(this, _Stock_left, "f"), _a++, _a), "f")',
  },
  'TypeScript with tslib': {
    get: '(0, tslib_1.__classPrivateFieldGet)(this, _Stock_left, "f")',
    set: (value) => `(0, tslib_1.__classPrivateFieldSet)(this, _Stock_left, ${value}, "f")`,
    count:
      '(0, tslib_1.__classPrivateFieldSet)(this, _Stock_left, (_a = (0, tslib_1.__classPrivateFieldGet)(this, _Stock_left, "f"), _a++, _a), "f")',
  },
  esbuild: {
    get: '__privateGet(this, _left)',
    set: (value) => `__privateSet(this, _left, ${value})`,
    count: '__privateWrapper(this, _left)._++',
  },
  Babel: {
    get: '_classPrivateFieldGet(_left, this)',
    set: (value) => `_classPrivateFieldSet(_left, this, ${value})`,
    count: '_classPrivateFieldSet(_left, this, (_this$left = _classPrivateFieldGet(_left, this), _this$left++, _this$left))',
  },
  'Babel with its runtime': {
    get: '(0, _classPrivateFieldGet2.default)(_left, this)',
    set: (value) => `(0, _classPrivateFieldSet2.default)(_left, this, ${value})`,
    count: '(0, _classPrivateFieldSet2.default)(_left, this, (_a = (0, _classPrivateFieldGet2.default)(_left, this), _a++, _a))',
  },
  'Babel of earlier': {
    get: '_classPrivateFieldGet(this, _left)',
    set: (value) => `_classPrivateFieldSet(this, _left, ${value})`,
    count: '_classPrivateFieldSet(this, _left, +_classPrivateFieldGet(this, _left) + 1)',
  },
  SWC: {
    get: '_class_private_field_get(this, _left)',
    set: (value) => `_class_private_field_set(this, _left, ${value})`,
    count: '_class_private_field_update(this, _left).value++',
  },
};

describe('restorePrivate', () => {
  for (const [compiler, { get, set, count }] of Object.entries(FORMS)) {
    const inStock = (body: string): string => `class Stock { async take() { ${body} } }`;

    it(`knows what ${compiler} reads and writes`, () => {
      assert.deepEqual(told(inStock(`const left = ${get}; await pay(left); ${set('left - 1')};`)), ['read this.#left', 'write this.#left']);
    });

    it(`knows what ${compiler} changes over an await`, () => {
      assert.deepEqual(
        told(inStock(`${set(`${get} + (await price())`)};`)),
        told('class Stock { #left = 1; async take() { this.#left += await price(); } }'),
      );
    });

    it(`knows the path behind a field of ${compiler}`, () => {
      const sites = told(inStock(`const n = ${get}.size; await pay(n); ${get}.size = n + 1;`));
      assert.ok(sites.includes('read this.#left.size') && sites.includes('write this.#left.size'), sites.join());
    });

    it(`leaves the text of ${compiler} what it was`, () => {
      const source = inStock(`const left = ${get}; await pay(left); ${set('left - 1')}; ${count};`);
      assert.ok(instrumentSource(source, 'commonjs').code.includes(count.slice(0, 24)), count);
    });
  }

  it('counts in one step where the author did', () => {
    for (const { get, count } of [FORMS['TypeScript']!, FORMS['esbuild']!, FORMS['SWC']!]) {
      assert.ok(told(`class Stock { async take() { const n = ${get}; await pay(n); ${count}; } }`).includes('update this.#left'), count);
    }
  });

  it('leaves methods, accessors and other functions alone', () => {
    const sites = told(`class Stock { async take() {
      await __classPrivateFieldGet(this, _Stock_instances, "m", _Stock_pay).call(this);
      const rate = __classPrivateFieldGet(this, _Stock_instances, "a", _Stock_rate_get);
      await privateGet(this, rate);
    } }`);
    assert.deepEqual(
      sites.filter((site) => site.includes('#')),
      [],
    );
  });
});
