/**
 * Small programs with one and the same race, and their right twins, in many dresses: where the state is, in which style the work is written, what it waits for, how much of it stands in helpers
 * and in other files, and who else does it at the same time. What is found must not depend on the dress (test/analysis/dressedRaces.test.ts).
 */
import { random } from './random.ts';

const STATES = ['variable', 'property', 'nested', 'field', 'private', 'static', 'map', 'record', 'row', 'closure'] as const;
const STYLES = ['await', 'then', 'executor', 'callback'] as const;
const WAITS = ['timer', 'file', 'immediate', 'random', 'child', 'stream', 'gzip'] as const;
const HELPERS = ['none', 'read', 'write', 'both', 'slow read', 'slow write'] as const;
const COMPANY = ['together', 'loop', 'timers', 'requests', 'events'] as const;
const FILES = ['one', 'work apart', 'state apart'] as const;
const RACES = ['update', 'check'] as const;
const TWINS = ['reads again', 'in turn'] as const;

/** What a program is made of. */
export interface Dress {
  readonly state: (typeof STATES)[number];
  readonly style: (typeof STYLES)[number];
  readonly wait: (typeof WAITS)[number];
  readonly helpers: (typeof HELPERS)[number];
  readonly company: (typeof COMPANY)[number];
  readonly files: (typeof FILES)[number];
  readonly race: (typeof RACES)[number];
  readonly isModule: boolean;
  /** How the twin is right; undefined: it has the race. */
  readonly twin: (typeof TWINS)[number] | undefined;
}

export interface DressedProgram {
  readonly dress: Dress;
  /** Name → text; the first one is the main file. */
  readonly files: Readonly<Record<string, string>>;
}

/** A program for each seed. */
export function dressedProgram(seed: number): DressedProgram {
  const next = random(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const race = pick(RACES);
  const files = pick(FILES);
  // Not found: plain calls in one step, of a function that reads by a helper of another file and gives what it read to one that waits there. No call of it is recorded.
  const isUnseen = (helper: Dress['helpers']): boolean => files === 'state apart' && helper === 'slow write';
  const dress: Dress = {
    race,
    state: pick(STATES),
    style: pick(STYLES),
    wait: pick(WAITS),
    // A check by a slow helper reads anew for the write, as the twin does.
    helpers: pick(race === 'check' ? HELPERS.slice(0, 4) : HELPERS.filter((helper) => !isUnseen(helper))),
    // A check that somebody else's work has changed before is only foreseen where nobody was there between.
    company: race === 'check' ? pick(['together', 'loop', 'events'] as const) : pick(COMPANY),
    files,
    isModule: next() < 0.5,
    twin: next() < 0.6 ? undefined : pick(TWINS),
  };
  return { dress, files: filesOf(dress) };
}

interface Place {
  /** Declares the state: statements, or members of a class. */
  readonly declared: string;
  readonly read: string;
  readonly write: (value: string) => string;
  readonly isMember?: boolean;
}

const PLACES: Readonly<Record<Dress['state'], Place>> = {
  variable: { declared: 'let left = 100;', read: 'left', write: (value) => `left = ${value};` },
  closure: { declared: 'let left = 100;', read: 'left', write: (value) => `left = ${value};` },
  property: { declared: "const stock = { name: 'tea', left: 100 };", read: 'stock.left', write: (value) => `stock.left = ${value};` },
  nested: { declared: 'const shop = { tea: { left: 100 } };', read: 'shop.tea.left', write: (value) => `shop.tea.left = ${value};` },
  static: { declared: 'class Depot {\n  static left = 100;\n}', read: 'Depot.left', write: (value) => `Depot.left = ${value};` },
  map: { declared: "const stock = new Map([['tea', 100]]);", read: "stock.get('tea')", write: (value) => `stock.set('tea', ${value});` },
  record: { declared: "const stock = { tea: 100 };\nconst sku = 'tea';", read: 'stock[sku]', write: (value) => `stock[sku] = ${value};` },
  row: {
    declared: 'const rows = [{ id: 1, left: 100 }, { id: 2, left: 50 }];\nconst rowOf = (id) => rows.find((row) => row.id === id);',
    read: 'rowOf(1).left',
    write: (value) => `rowOf(1).left = ${value};`,
  },
  field: {
    declared: 'constructor() {\n  this.left = 100;\n}',
    read: 'this.left',
    write: (value) => `this.left = ${value};`,
    isMember: true,
  },
  private: { declared: '#left = 100;', read: 'this.#left', write: (value) => `this.#left = ${value};`, isMember: true },
};

/** What is waited for: as a promise, and as a call with a place for its callback. */
const WAITED: Readonly<Record<Dress['wait'], readonly [promise: string, call: string]>> = {
  timer: ['delay(4)', 'setTimeout(CALLBACK, 4)'],
  immediate: ['new Promise((resolve) => setImmediate(resolve))', 'setImmediate(CALLBACK)'],
  file: ['fs.promises.readFile(FILE)', 'fs.readFile(FILE, CALLBACK)'],
  random: ['util.promisify(crypto.randomBytes)(16)', 'crypto.randomBytes(16, CALLBACK)'],
  gzip: ["util.promisify(zlib.gzip)('tea')", "zlib.gzip('tea', CALLBACK)"],
  child: ["util.promisify(child.execFile)(process.execPath, ['-v'])", "child.execFile(process.execPath, ['-v'], CALLBACK)"],
  stream: [
    'util.promisify(stream.pipeline)(fs.createReadStream(FILE), new stream.PassThrough().resume())',
    'stream.pipeline(fs.createReadStream(FILE), new stream.PassThrough().resume(), CALLBACK)',
  ],
};

const MODULES: Readonly<Record<string, string>> = {
  child: 'node:child_process',
  crypto: 'node:crypto',
  events: 'node:events',
  fs: 'node:fs',
  http: 'node:http',
  stream: 'node:stream',
  util: 'node:util',
  zlib: 'node:zlib',
};

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}

interface Helper {
  readonly name: string;
  readonly params: string;
  readonly isAsync?: boolean;
  readonly body: string;
}

/** The functions of one program. */
class Work {
  readonly #dress: Dress;
  readonly #place: Place;
  readonly helpers: Helper[] = [];
  readonly body: string;

  constructor(dress: Dress) {
    this.#dress = dress;
    this.#place = PLACES[dress.state];
    const { helpers } = dress;
    // What is in another file is reached by functions alone.
    const has = (each: Dress['helpers']): boolean => dress.files === 'state apart' || helpers === 'both' || helpers === each;
    if (has('read')) this.#add({ name: 'current', params: '', body: `return ${this.#place.read};` });
    if (has('write')) this.#add({ name: 'store', params: 'next', body: this.#place.write('next') });
    this.body = dress.race === 'check' ? this.#check() : this.#update();
  }

  #add(helper: Helper): void {
    this.helpers.push(helper);
  }

  get #read(): string {
    return this.helpers.some(({ name }) => name === 'current') ? this.#call('current', '') : this.#place.read;
  }

  #write(value: string): string {
    return this.helpers.some(({ name }) => name === 'store') ? `${this.#call('store', value)};` : this.#place.write(value);
  }

  #call(name: string, given: string): string {
    return `${this.#place.isMember ? 'this.' : ''}${name}(${given})`;
  }

  /** Waits, and does something then: the last statement of a function. */
  #after(text: string): string {
    const [promise, call] = WAITED[this.#dress.wait];
    const called = (done: string): string => `${call.replace('CALLBACK', `() => {\n${indented(`${text}\n${done}`)}\n}`)};`;
    switch (this.#dress.style) {
      case 'await':
        return `await ${promise};\n${text}`;
      case 'then':
        return `return ${promise}.then(() => {\n${indented(text)}\n});`;
      case 'executor':
        return `return new Promise((resolve) => {\n${indented(called('resolve();'))}\n});`;
      case 'callback':
        return called('done(null);');
    }
  }

  get #leave(): string {
    const { style } = this.#dress;
    return style === 'await' ? 'return;' : style === 'callback' ? 'return done(null);' : 'return Promise.resolve();';
  }

  #check(): string {
    const again = this.#dress.twin === 'reads again' ? `if (${this.#read} >= 50) ` : '';
    return `if (${this.#read} < 50) ${this.#leave}\n${this.#after(`${again}${this.#write(`${this.#read} - by`)}`)}`;
  }

  #update(): string {
    const { helpers, twin } = this.#dress;
    if (twin === 'reads again') return this.#after(this.#write(`${this.#read} - by`));
    if (helpers === 'slow read') return this.#slowRead();
    if (helpers === 'slow write') return this.#slowWrite();
    return `const before = ${this.#read};\n${this.#after(this.#write('before - by'))}`;
  }

  #slowRead(): string {
    const { style } = this.#dress;
    const [promise, call] = WAITED[this.#dress.wait];
    const write = this.#after(this.#write('before - by'));
    if (style === 'await') {
      this.#add({ name: 'load', params: '', isAsync: true, body: `await ${promise};\nreturn ${this.#read};` });
      return `const before = await ${this.#call('load', '')};\n${write}`;
    }
    if (style === 'callback') {
      this.#add({ name: 'load', params: 'done', body: `${call.replace('CALLBACK', `() => done(null, ${this.#read})`)};` });
      return `${this.#call('load', `(error, before) => {\n${indented(write)}\n}`)};`;
    }
    this.#add({ name: 'load', params: '', body: `return ${promise}.then(() => ${this.#read});` });
    return `return ${this.#call('load', '')}.then((before) => {\n${indented(write)}\n});`;
  }

  #slowWrite(): string {
    const { style } = this.#dress;
    const isCallback = style === 'callback';
    this.#add({
      name: 'save',
      params: isCallback ? 'next, done' : 'next',
      isAsync: style === 'await',
      body: this.#after(this.#write('next')),
    });
    const call = this.#call('save', `before - by${isCallback ? ', done' : ''}`);
    return `const before = ${this.#read};\n${style === 'await' ? 'await ' : isCallback ? '' : 'return '}${call};`;
  }
}

/** The program's calls. */
function mainText({ style, company, twin }: Dress): string {
  const call = (by: string): string => (style === 'callback' ? `new Promise((resolve) => take(${by}, resolve))` : `take(${by})`);
  const main = (body: string): string => `async function main() {\n${indented(body)}\n  console.log(typeof rest());\n}\nmain();`;
  if (twin === 'in turn') return main(`for (const by of [3, 5]) await ${call('by')};`);
  switch (company) {
    case 'together':
      return main(`await Promise.all([${call('3')}, ${call('5')}]);`);
    case 'loop':
      return main(`const open = [];\nfor (const by of [3, 5, 7]) open.push(${call('by')});\nawait Promise.all(open);`);
    case 'timers':
      return `setTimeout(() => ${call('3')}, 1);\nsetTimeout(() => ${call('5')}, 120);\nprocess.on('exit', () => console.log(typeof rest()));`;
    case 'events':
      return `const bus = new events.EventEmitter();
bus.on('order', (by) => {
  ${call('by')}${style === 'callback' ? '' : '.catch((error) => console.log(error.message))'};
});
setTimeout(() => bus.emit('order', 3), 2);
setImmediate(() => bus.emit('order', 5));
process.on('exit', () => console.log(typeof rest()));`;
    case 'requests':
      return `const server = http.createServer((request, response) => {
  ${call('Number(request.url.slice(1))')}.then(() => response.end('ok'), () => response.writeHead(500).end());
});
server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address();
  const ask = (by) => new Promise((resolve, reject) => {
    const options = { port, host: '127.0.0.1', path: \`/\${by}\`, agent: false, timeout: 10_000 };
    http.get(options, (response) => response.resume().on('end', resolve)).on('error', reject);
  });
  await Promise.all([ask(3), ask(5)]);
  console.log(typeof rest());
  server.close();
});`;
  }
}

/** The state with its helpers, the work, and the main part, each with the names that it has for the others. */
function partsOf(dress: Dress): {
  readonly state: string;
  readonly gives: readonly string[];
  readonly work: string;
  readonly main: string;
} {
  const place = PLACES[dress.state];
  const { helpers, body } = new Work(dress);
  const params = dress.style === 'callback' ? 'by, done' : 'by';
  const isAsync = dress.style === 'await';
  const take = { name: 'take', params, isAsync, body };
  const isApart = dress.files === 'state apart';
  const main = mainText(dress);
  if (place.isMember) {
    const method = (h: Helper): string => `${h.isAsync ? 'async ' : ''}${h.name}(${h.params}) {\n${indented(h.body)}\n}`;
    const members = [place.declared, ...[...helpers, ...(isApart ? [] : [take])].map(method), `get rest() {\n  return ${place.read};\n}`];
    const state = `class Shelf {\n${indented(members.join('\n'))}\n}\nconst shelf = new Shelf();`;
    const own = `function take(${params}) {\n${indented(body.replaceAll('this.', 'shelf.'))}\n}`;
    const work = `${isApart ? `${isAsync ? 'async ' : ''}${own}` : `const take = (${params}) => shelf.take(${params});`}\nconst rest = () => shelf.rest;`;
    return { state, gives: ['shelf'], work, main };
  }
  const plain = (h: Helper): string => `${h.isAsync ? 'async ' : ''}function ${h.name}(${h.params}) {\n${indented(h.body)}\n}`;
  const rest = `const rest = () => ${place.read};`;
  const inside = [place.declared, ...helpers.map(plain), ...(isApart ? [] : [plain(take)]), rest].join('\n');
  const gives = [...(isApart ? helpers.map(({ name }) => name) : ['take']), 'rest'];
  const made = `function makeShelf() {\n${indented(`${inside}\nreturn { ${gives.join(', ')} };`)}\n}\nconst { ${gives.join(', ')} } = makeShelf();`;
  return { state: dress.state === 'closure' ? made : inside, gives, work: isApart ? plain(take) : '', main };
}

function filesOf(dress: Dress): Readonly<Record<string, string>> {
  const { isModule, files } = dress;
  const { state, gives, work, main } = partsOf(dress);
  const extension = isModule ? 'mjs' : 'cjs';
  const file = (text: string, from: readonly string[] = []): string => `${headOf(text, isModule, from)}\n\n${text}\n`;
  if (files === 'one') return { [`main.${extension}`]: file(`${state}\n${work}\n${main}`) };
  const given = files === 'state apart' ? gives : ['take', 'rest'];
  const apart = files === 'state apart' ? state : `${state}\n${work}`;
  const exported = isModule ? `export { ${given.join(', ')} };` : `module.exports = { ${given.join(', ')} };`;
  return {
    [`main.${extension}`]: file(files === 'state apart' ? `${work}\n${main}` : main, given),
    [`shelf.${extension}`]: file(`${apart}\n${exported}`),
  };
}

/** What the text needs of Node, and of the other file. */
function headOf(text: string, isModule: boolean, from: readonly string[]): string {
  const lines = isModule ? [] : ["'use strict';"];
  const load = (names: string, module: string): string =>
    isModule ? `import ${names} from '${module}';` : `const ${names} = require('${module}');`;
  const isUsed = ([name]: [string, string]): boolean => new RegExp(`\\b${name}\\.`).test(text);
  for (const [name, module] of Object.entries(MODULES).filter(isUsed)) lines.push(load(name, module));
  if (text.includes('delay(')) lines.push(load(isModule ? '{ setTimeout as delay }' : '{ setTimeout: delay }', 'node:timers/promises'));
  if (text.includes('FILE')) {
    lines.push(
      isModule ? "import { fileURLToPath } from 'node:url';\nconst FILE = fileURLToPath(import.meta.url);" : 'const FILE = __filename;',
    );
  }
  if (from.length > 0) lines.push(load(`{ ${from.join(', ')} }`, isModule ? './shelf.mjs' : './shelf.cjs'));
  return lines.join('\n');
}
