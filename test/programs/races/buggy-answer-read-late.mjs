// expect: race.atomicity 33,20
// The spelling of a note is looked up elsewhere; the answer is read in a wait of its own, and by then the words stand at other places.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

class Note {
  #text;

  constructor(text) {
    this.#text = text;
  }

  get words() {
    return this.#text.split(' ');
  }

  type(text) {
    // Over what stands there.
    this.#text = text;
  }

  plain() {
    return this.#text;
  }
}

async function underline(note, url) {
  const text = note.plain();
  const response = await fetch(url, { method: 'POST', body: text });
  const unknown = await response.json();
  for (const { at } of unknown) {
    marked.push(note.words[at]);
  }
}

const dictionary = http.createServer(async (request, response) => {
  let text = '';
  for await (const part of request) text += part;
  await sleep(60);
  response.end(JSON.stringify(text.split(' ').flatMap((word, at) => (word === 'teh' ? [{ at }] : []))));
});
dictionary.listen(0, '127.0.0.1');
await once(dictionary, 'listening');

const marked = [];
const note = new Note('mind teh gap');
const first = underline(note, `http://127.0.0.1:${dictionary.address().port}`);
await sleep(20);
note.type('please mind the gap');
await first;
console.log(marked);
dictionary.close();
dictionary.closeAllConnections();
