// expect: race.order.use-before-init 24,12
import { setTimeout as sleep } from 'node:timers/promises';

// A phrase book says that it is loaded as soon as it begins to load; whoever asks meanwhile does not wait, and is told that there is no such phrase.
class PhraseBook {
  loaded = false;
  phrases = new Map();

  async load() {
    this.loaded = true;
    for (const phrase of ['salut', 'merci']) {
      this.phrases.set(phrase, await translate(phrase));
    }
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
