// expect: nothing
// A thread translates words; each question has a number, and each call waits until the reply with its number comes.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

class Translator {
  #thread = new Worker(new URL('./dictionary.mjs', import.meta.url));
  #asked = 0;

  async translate(word, language) {
    const id = ++this.#asked;
    this.#thread.postMessage({ id, word, language });
    for (;;) {
      const [answer] = await once(this.#thread, 'message');
      if (answer.id === id) return answer.text;
    }
  }

  close() {
    return this.#thread.terminate();
  }
}

const translator = new Translator();
const words = await Promise.all([translator.translate('mountain', 'de'), translator.translate('sea', 'de')]);
console.log(words.join(' '));
await translator.close();
