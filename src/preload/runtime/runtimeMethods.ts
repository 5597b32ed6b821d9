/** What methods do to their receiver. Four bits for Map, Set and their weak kin, four for Array, then some for whatever can be closed, and for emitters. */

export const METHOD_NONE = 0;
/** Reads the entry of the first argument. */
export const METHOD_READ = 1;
/** Writes the entry of the first argument. */
export const METHOD_WRITE = 2;
export const METHOD_DELETE = 3;
export const METHOD_CLEAR = 4;
export const METHOD_READ_ALL = 5;
export const METHOD_UPDATE_ALL = 6;
/** The entry of the first argument holds an object that is changed in the same step. */
export const METHOD_UPDATE = 7;

/** On a resource: closes it, opens it again, uses it, or uses and closes it. */
export const METHOD_CLOSE = 1 << 8;
export const METHOD_OPEN = 2 << 8;
export const METHOD_USE = 3 << 8;
export const METHOD_FINISH = 4 << 8;
/** On an emitter: an event comes, or somebody begins to listen. */
export const METHOD_EMIT = 5 << 8;
export const METHOD_LISTEN = 6 << 8;

/** On memory that threads share: reads or writes it. The low four bits are the width in bytes for a DataView; of a typed array they say which method. */
export const METHOD_VIEW = 1 << 12;
export const METHOD_VIEW_WRITES = 1 << 13;
export const METHOD_VIEW_ARRAY = 1 << 14;
/** On a Buffer: reads or writes a number at a place. */
export const METHOD_BUFFER = 1 << 15;
export const VIEW_FILL = 1;
export const VIEW_SET = 2;
export const VIEW_COPY = 3;

const RESOURCE_CLOSES = 'close end destroy terminate disconnect quit';
const RESOURCE_OPENS = 'open connect listen bind start';
const RESOURCE_USES =
  'write writev writeFile appendFile read readv readFile readLines truncate stat sync datasync send postMessage query execute prepare request question address pipe setHeader writeHead';
const ARRAY_READS =
  'at includes indexOf lastIndexOf find findIndex findLast findLastIndex some every map filter forEach reduce reduceRight join slice concat keys values entries flat flatMap toSorted toReversed toSpliced with';
const ARRAY_UPDATES = 'push pop shift unshift splice sort reverse fill copyWithin';

const meanings: { [method: string]: number } = Object.create(null) as { [method: string]: number };
for (const name of ARRAY_READS.split(' ')) meanings[name] = METHOD_READ_ALL << 4;
for (const name of ARRAY_UPDATES.split(' ')) meanings[name] = METHOD_UPDATE_ALL << 4;
for (const name of ['get', 'has', 'getItem']) meanings[name] = METHOD_READ;
meanings['get+'] = METHOD_UPDATE;
for (const name of ['set', 'add', 'setItem', 'put']) meanings[name] = METHOD_WRITE;
for (const name of ['forEach', 'keys', 'values', 'entries']) meanings[name] = METHOD_READ_ALL | (METHOD_READ_ALL << 4);
for (const name of RESOURCE_CLOSES.split(' ')) meanings[name] = METHOD_CLOSE;
for (const name of RESOURCE_OPENS.split(' ')) meanings[name] = METHOD_OPEN;
for (const name of RESOURCE_USES.split(' ')) meanings[name] = METHOD_USE;
meanings['end+'] = METHOD_FINISH;
meanings['emit'] = METHOD_EMIT;
for (const name of ['on', 'once', 'addListener', 'prependListener', 'prependOnceListener']) meanings[name] = METHOD_LISTEN;
for (const type of ['Int', 'Uint', 'Float', 'BigInt', 'BigUint']) {
  for (const width of [1, 2, 4, 8]) {
    meanings[`get${type}${8 * width}`] = METHOD_VIEW | width;
    meanings[`set${type}${8 * width}`] = METHOD_VIEW | METHOD_VIEW_WRITES | width;
  }
}
for (const [which, name] of ['write', 'fill', 'set', 'copyWithin'].entries()) {
  meanings[`view.${name}`] = METHOD_VIEW | METHOD_VIEW_ARRAY | METHOD_VIEW_WRITES | which;
}
meanings['buffer.read'] = METHOD_BUFFER;
meanings['buffer.write'] = METHOD_BUFFER | METHOD_VIEW_WRITES;
meanings['view.read'] = METHOD_VIEW | METHOD_VIEW_ARRAY;
for (const name of ['delete', 'del', 'removeItem']) meanings[name] = METHOD_DELETE;
meanings['clear'] = METHOD_CLEAR;

/** Low four bits: on a Map, Set, WeakMap or WeakSet; next four: on an Array; METHOD_CLOSE and its like: on a resource; 0: nothing. */
export function methodMeaning(method: string): number {
  return meanings[method] ?? 0;
}

/** Whether a weak collection has a method of this meaning, too. */
export function isWeakMethod(meaning: number): boolean {
  const action = meaning & 15;
  return action >= METHOD_READ && action <= METHOD_DELETE;
}
