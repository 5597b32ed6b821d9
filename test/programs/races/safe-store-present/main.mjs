// expect: nothing
// It is there, and it is the one that was read.
import { Notes } from './store.mjs';

const notes = new Notes();
await notes.add('list', []);

async function write(id, word) {
  for (;;) {
    const note = await notes.find(id);
    if (await notes.rewrite(id, note.version, [...note.words, word])) return;
  }
}

await Promise.all(['milk', 'salt', 'soap'].map((word) => write('list', word)));
console.log((await notes.find('list')).words.length);
