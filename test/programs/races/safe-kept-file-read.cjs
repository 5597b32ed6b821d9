// expect: nothing
// Read if it is there, else made; who finds it writes nothing.
'use strict';
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');
const { randomUUID } = require('node:crypto');

class DiskCache {
  constructor(dir) {
    this.dir = dir;
  }
  async get(key, make) {
    const file = path.join(this.dir, `${key}.json`);
    try {
      return JSON.parse(await fs.readFile(file, 'utf8'));
    } catch (err) {
      if (err.code !== 'ENOENT') throw err;
    }
    const value = await make(key);
    const tmp = path.join(this.dir, `${randomUUID()}.tmp`);
    await fs.writeFile(tmp, JSON.stringify(value));
    await fs.rename(tmp, file);
    return value;
  }
}
(async () => {
  const dir = await fs.mkdtemp(path.join(os.tmpdir(), 'dc-'));
  const cache = new DiskCache(dir);
  const make = async (key) => {
    await new Promise((r) => setTimeout(r, 5));
    return { key, size: key.length };
  };
  const all = await Promise.all(['x', 'yy', 'x', 'x'].map((k) => cache.get(k, make)));
  console.log(all.map((v) => v.size).join(' '), (await cache.get('x', make)).size);
  await fs.rm(dir, { recursive: true });
})();
