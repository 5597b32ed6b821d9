// expect: nothing
'use strict';
// What the probes see here is strange; the output must be the same as without them.
const shared = new SharedArrayBuffer(64, { maxByteLength: 128 });
const ints = new Int32Array(shared);
const floats = new Float64Array(new SharedArrayBuffer(64));
const bigs = new BigInt64Array(new SharedArrayBuffer(64));
class Cells extends Uint8ClampedArray {}
const cells = new Cells(new SharedArrayBuffer(8));
const log = [];
const spy = new Proxy(ints, {
  get: (target, key) => (log.push(`get ${String(key)}`), Reflect.get(target, key, target)),
  set: (target, key, value) => (log.push(`set ${String(key)}`), Reflect.set(target, key, value, target)),
});
const attempt = (work) => {
  try {
    return work();
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};
const keys = [0, -0, 3, -1, 1.5, NaN, '2', 'length', 1e9];
for (const key of keys) {
  log.push(attempt(() => (ints[key] = 7.9)), attempt(() => (floats[key] = -0)), attempt(() => (cells[key] = 300.5)), attempt(() => (spy[key] = 4)));
  log.push(ints[key], Object.is(floats[key], -0), cells[key], spy[key], attempt(() => bigs[key]), attempt(() => (bigs[key] = 5n)), attempt(() => (bigs[key] = 5)));
  log.push(attempt(() => ints[key]++), attempt(() => (floats[key] += NaN)), attempt(() => bigs[key]++), attempt(() => (cells[key] -= 400)));
}
const nothing = null;
const text = 'text';
const frozen = Object.freeze([1, 2]);
let index = 0;
log.push(attempt(() => nothing[index]), attempt(() => (nothing[index] = 1)), attempt(() => text[index]), attempt(() => (text[index] = 'x')));
log.push(attempt(() => (frozen[index] = 3)), attempt(() => frozen[index]++));
shared.grow(128);
for (index = 0; index < 40; index++) ints[index] = index;
log.push(ints.length, ints[31], ints[32]);
const own = new ArrayBuffer(16);
const gone = new Int32Array(own);
gone[1] = 5;
structuredClone(own, { transfer: [own] });
log.push(gone[1], (gone[1] = 6), gone[1], gone.length);
log.push(attempt(() => Atomics.add(floats, 0, 1)), attempt(() => Atomics.add(ints, 99, 1)), attempt(() => Atomics.load(bigs, 0)), Atomics.store(ints, 0, -0));
log.push(`${SharedArrayBuffer}`, `${Atomics.add}`, shared instanceof SharedArrayBuffer, shared.constructor === SharedArrayBuffer, SharedArrayBuffer.length);
log.push(attempt(() => SharedArrayBuffer(1)), attempt(() => new SharedArrayBuffer(-1)), Object.keys(Atomics).join(), shared.slice(0, 8).byteLength);
log.push(new (class Memory extends SharedArrayBuffer {})(4).constructor.name);
const stackOf = (work) => {
  try {
    return work();
  } catch (error) {
    return error.stack;
  }
};
log.push(stackOf(() => Atomics.add(floats, 0, 1)), stackOf(() => Atomics.load(ints, -1)), stackOf(() => Atomics.wait(ints, 500, 0)), stackOf(() => new SharedArrayBuffer(-1)));
console.log(log.map(String).join('\n'));
console.log(shared, SharedArrayBuffer, Atomics);
