// expect: race.check-then-act 13
// A line is to be appended once for each name, and is appended by everybody who comes before the first one is done.
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

const noted = new Set();

async function note(file, name) {
  if (noted.has(name)) return;
  // The others come by here, too.
  await fs.appendFile(file, `${name}\n`);
  noted.add(name);
}

async function main() {
  const root = await fs.mkdtemp(path.join(os.tmpdir(), 'file-once-'));
  const file = path.join(root, 'names.txt');
  await Promise.all(['aa', 'ab', 'aa', 'ab'].map((name) => note(file, name)));
  await fs.rm(root, { recursive: true });
  console.log('noted', noted.size);
}
main();
