// expect: nothing
// never: handle.leak
// Each part of a program watches the settings for itself, as long as it lives; a view of them is watched only while it is shown, again and again.
import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';

const file = new URL(import.meta.url);
async function follow(onChange) {
  const text = await readFile(file, 'utf8');
  const watcher = watch(file, { persistent: false }, onChange);
  return { text, watcher };
}
const parts = [];
for (const name of ['log', 'mail', 'pages', 'users']) parts.push(await follow(() => console.log(name)));
async function show() {
  const watcher = watch(file, { persistent: false });
  const text = await readFile(file, 'utf8');
  watcher.close();
  return text.length;
}
let length = 0;
for (let i = 0; i < 24; i++) length += await show();
console.log(parts.length, length > 0);
