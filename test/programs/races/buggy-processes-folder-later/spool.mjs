import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const [root, name] = process.argv.slice(2);
const folder = join(root, 'spool');

async function spool() {
  let isThere = true;
  await stat(folder).catch(() => (isThere = false));
  if (!isThere) {
    await mkdir(folder);
  }
  await writeFile(join(folder, name), 'dear');
}
await spool();
