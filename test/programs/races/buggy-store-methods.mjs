// expect: race.atomicity 35,33
// The cache of a library, whose methods are not quite those of a Map, is read before a wait and written after it.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'il-store-'));
const library = path.join(folder, 'node_modules', 'cache.mjs');
await fs.mkdir(path.dirname(library));
await fs.writeFile(
  library,
  `export function createCache() {
    const rows = new Map();
    return {
      get: (key) => rows.get(key)?.value,
      put: (key, value) => void rows.set(key, { value, since: Date.now() }),
      del: (key) => rows.delete(key),
    };
  }`,
);
const { createCache } = await import(pathToFileURL(library));
await fs.rm(folder, { recursive: true });

const cache = createCache();
for (const user of ['ann', 'bob']) cache.put(user, 0);

// A client with methods of these names is no store.
const sent = [];
const client = { get: (at) => sent.filter((one) => one === at).length, put: (at) => sent.push(at), del() {}, post() {} };

async function upload(user, file) {
  const bytes = cache.get(user) ?? 0;
  const { size } = await fs.stat(file);
  cache.put(user, bytes + size);
  const before = client.get('/size');
  await fs.stat(file);
  client.put('/size', before + size);
}

await Promise.all([upload('ann', '.'), upload('ann', '..'), upload('bob', '.')]);
console.log(cache.get('ann') > 0, sent.length);
cache.del('bob');
