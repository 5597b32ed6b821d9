// expect: nothing
// never: race.fs.toctou
// An installed walker asks which files to leave out, and looks at the others itself: one that has gone by then is none to it.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { setTimeout: delay } = require('node:timers/promises');

const base = fs.mkdtempSync(path.join(os.tmpdir(), 'drafts-'));
const library = path.join(base, 'node_modules', 'steady-walker');
fs.mkdirSync(library, { recursive: true });
fs.writeFileSync(
  path.join(library, 'index.js'),
  `const { lstat, readFile, readdir } = require('node:fs/promises');
  const { join } = require('node:path');
  const { setTimeout: delay } = require('node:timers/promises');
  const gone = () => undefined;
  exports.walk = async (folder, options) => {
    const found = [];
    for (const name of await readdir(folder)) {
      await delay(40);
      const file = join(folder, name);
      if (options.ignored(file)) continue;
      const before = await lstat(file).catch(gone);
      await delay(40);
      const after = options.ignored(file) ? undefined : await readFile(file, 'utf8').catch(gone);
      if (before !== undefined && after !== undefined) found.push(name);
    }
    return found;
  };`,
);
const { walk } = require(library);

const folder = path.join(base, 'drafts');
fs.mkdirSync(folder);
for (const name of ['a.md', 'b.md', 'c.md', 'd.tmp']) fs.writeFileSync(path.join(folder, name), name);

async function drop(name) {
  await delay(140);
  await fs.promises.unlink(path.join(folder, name));
}

async function main() {
  const [found] = await Promise.all([walk(folder, { ignored: (file) => /\.tmp$/.test(file) }), drop('b.md')]);
  console.log(found.join());
  fs.rmSync(base, { recursive: true });
}

main();
