// expect: nothing
// What plugins make of the note is put over what is there by then, whoever stores it.
import { setTimeout as sleep } from 'node:timers/promises';

class Note {
  #now = { title: 'draft', words: 0, size: 0 };
  get now() {
    return this.#now;
  }
  merge(patch) {
    this.#now = Object.freeze({ ...this.#now, ...patch });
  }
}

let state = { title: 'draft', words: 0, size: 0 };
const subject = {
  get value() {
    return state;
  },
  next(value) {
    state = value;
  },
};
const update = (change) => {
  state = change(state);
};

const plugins = [
  async (note) => {
    await sleep(60);
    return { title: note.title.toUpperCase() };
  },
  async () => {
    await sleep(20);
    return { words: 812 };
  },
  async (note) => {
    await sleep(100);
    return { size: note.title.length };
  },
];

const note = new Note();
async function intoNote(plugin) {
  const patch = await plugin(note.now);
  note.merge(patch);
}

async function intoState(plugin) {
  const patch = await plugin(state);
  update((now) => ({ ...now, ...patch }));
}

async function intoSubject(plugin) {
  const patch = await plugin(subject.value);
  subject.next({ ...subject.value, ...patch });
}

await Promise.all([...plugins.map(intoNote), ...plugins.map(intoState)]);
await Promise.all(plugins.map(intoSubject));
console.log(note.now.title, state.words, state.size);
