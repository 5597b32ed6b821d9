// Prints, as JSON, what a program can look up: of each property that can be reached from the global object and Node's modules its attributes, the kind of its value, and what a function says of itself.
const { builtinModules } = require('node:module');

const lines = {};
const seen = new Set();
const toString = (value) => Function.prototype.toString.call(value);

function kindOf(value) {
  return typeof value === 'function'
    ? [value.name, value.length, Reflect.ownKeys(value).map(String).toSorted(), toString(value)].join()
    : typeof value;
}

function walk(object, path, depth) {
  if ((typeof object !== 'object' && typeof object !== 'function') || object === null || seen.has(object) || depth > 5) return;
  seen.add(object);
  const keys = Reflect.ownKeys(object).filter((key) => !(key.description ?? '').startsWith('interleave'));
  const names = keys.map(String);
  lines[path] = [...names.toSorted(), Object.isExtensible(object), Object.prototype.toString.call(object)].join();
  for (const key of keys) {
    const { configurable, enumerable, writable, get, set, value } = Object.getOwnPropertyDescriptor(object, key);
    const place = `${path}.${String(key)}`;
    lines[`${place} =`] = [configurable, enumerable, writable, kindOf(get), kindOf(set), kindOf(value)].join();
    walk(get, `${place}<get>`, depth + 1);
    walk(set, `${place}<set>`, depth + 1);
    walk(value, place, depth + 1);
  }
  walk(Object.getPrototypeOf(object), `${path}.__proto__`, depth + 1);
}

walk(globalThis, 'global', 0);
for (const name of builtinModules) {
  if (!/^_|^(?:node:|sys|punycode|wasi|test|sea|sqlite|inspector|trace_events|repl|domain)/.test(name)) {
    walk(require(`node:${name}`), name, 0);
  }
}
for (const fn of [async () => {}, function* () {}, async function* () {}]) {
  const prototype = Object.getPrototypeOf(fn);
  walk(prototype, prototype[Symbol.toStringTag], 0);
}
walk(require, 'require', 0);
walk(module, 'module', 0);
console.log(JSON.stringify(lines));
