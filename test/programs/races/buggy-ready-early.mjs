// expect: race.order.use-before-init 25,15,11
// The first call stores the dictionary and then loads it; the second one finds it, and looks for words in nothing.
import { readFile } from 'node:fs/promises';

class Dictionary {
  #words = [];

  async load(file) {
    const text = await readFile(file, 'utf8');
    for (const word of text.split(/\W+/)) {
      this.#words.push(word);
    }
  }
  starts(prefix) {
    const found = this.#words.filter((word) => word.startsWith(prefix));
    return found.length;
  }
}

const dictionaries = new Map();

async function dictionaryOf(file) {
  let dictionary = dictionaries.get(file.href);
  if (!dictionary) {
    dictionaries.set(file.href, (dictionary = new Dictionary()));
    await dictionary.load(file);
  }
  return dictionary;
}

async function count(prefix) {
  const dictionary = await dictionaryOf(new URL(import.meta.url));
  return dictionary.starts(prefix);
}

console.log(await Promise.all(['dictionar', 'wor'].map(count)));
