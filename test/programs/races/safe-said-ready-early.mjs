// expect: nothing
import { setTimeout as sleep } from 'node:timers/promises';

// A phrase book says that it is loaded when it is; whoever asks meanwhile loads it, too, which leaves the same there.
class PhraseBook {
  loaded = false;
  phrases = new Map();

  async load() {
    for (const phrase of ['salut', 'merci']) {
      this.phrases.set(phrase, await translate(phrase));
    }
    this.loaded = true;
  }
}

const book = new PhraseBook();

async function translate(phrase) {
  await sleep(2);
  return phrase.toUpperCase();
}

const find = (phrase) => book.phrases.get(phrase);

async function lookUp(phrase) {
  if (!book.loaded) await book.load();
  return find(phrase);
}

console.log(await Promise.all([lookUp('merci'), lookUp('merci')]));
