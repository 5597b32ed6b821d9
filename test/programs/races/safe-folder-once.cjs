// expect: nothing
// To have made a folder twice is to have made it: `mkdir` with `recursive` says nothing of one that is there. `buggy-file-once` is the twin.
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

const made = new Set();

async function ensureFolder(folder) {
  if (made.has(folder)) return;
  await fs.mkdir(folder, { recursive: true });
  made.add(folder);
}

async function main() {
  const root = await fs.mkdtemp(path.join(os.tmpdir(), 'folder-once-'));
  const keep = async (name) => {
    const folder = path.join(root, name[0]);
    await ensureFolder(folder);
    await fs.writeFile(path.join(folder, name), name);
  };
  await Promise.all(['aa', 'ab', 'ba', 'bb'].map(keep));
  await fs.rm(root, { recursive: true });
  console.log('kept', made.size);
}
main();
