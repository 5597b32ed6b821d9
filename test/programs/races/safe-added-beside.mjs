// expect: nothing
// What is added to a list is made of an element that was found in it: others add to the list meanwhile.
import { readFile } from 'node:fs/promises';

const queue = [
  { name: 'home', state: 'new' },
  { name: 'news', state: 'new' },
];

function next() {
  const page = queue.find((entry) => entry.state === 'new');
  if (page) load(page);
}

let open = 0;
function load(page) {
  page.state = 'loading';
  open++;
  readFile(new URL(import.meta.url)).then((text) => {
    discover(page, text.length);
    if (--open === 0) console.log(queue.length);
  });
}

function discover(page, size) {
  const name = `${page.name}/${size > 0}`;
  if (!queue.some((entry) => entry.name === name)) queue.push({ name, state: 'seen' });
}

setImmediate(next);
setImmediate(next);
