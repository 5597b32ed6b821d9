import { readFile, writeFile } from 'node:fs/promises';

const [file, item] = process.argv.slice(2);

async function add() {
  const items = (await readFile(file, 'utf8')).split('\n');
  items.push(item);
  await writeFile(file, items.join('\n'));
}
await add();
