// expect: race.atomicity main.mjs:10,9
// That the note is still there says nothing about the words that were read before.
import { Notes } from './store.mjs';

const notes = new Notes();
await notes.add('list', []);

async function write(id, word) {
  const note = await notes.find(id);
  await notes.rewrite(id, note.version, [...note.words, word]);
}

await Promise.all(['milk', 'salt', 'soap'].map((word) => write('list', word)));
console.log((await notes.find('list')).words.length);
