// expect: nothing
// Whether anything is left a method says, and how many are under way a count, which goes down when what was found has been added.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = await mkdtemp(join(tmpdir(), 'told-'));
await writeFile(join(folder, 'a'), 'b c');
await writeFile(join(folder, 'b'), '');
await writeFile(join(folder, 'c'), 'd');
await writeFile(join(folder, 'd'), '');

class Todo {
  constructor() {
    this.names = ['a'];
  }
  take() {
    return this.names.shift();
  }
  add(name) {
    this.names.push(name);
  }
  isEmpty() {
    return this.names.length === 0;
  }
}

const todo = new Todo();
let running = 0;
let notes = 0;

async function note() {
  await readFile(join(folder, 'a'));
  notes++;
}

async function follow(name) {
  running++;
  const text = await readFile(join(folder, name), 'utf8');
  await note();
  for (const next of text.split(' ').filter(Boolean)) todo.add(next);
  running--;
}

const beat = setInterval(() => {
  while (!todo.isEmpty()) follow(todo.take());
  if (running === 0 && todo.isEmpty()) {
    clearInterval(beat);
    console.log('followed', notes > 0);
    rm(folder, { recursive: true });
  }
}, 60);
