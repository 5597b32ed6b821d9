// expect: race.order.last-write main.mjs:11,12
// A thread translates words; each call waits for the next message of it, so that all that wait hear the first reply.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

class Translator {
  #thread = new Worker(new URL('./dictionary.mjs', import.meta.url));

  async translate(word, language) {
    const question = { word, language };
    this.#thread.postMessage(question);
    const [answer] = await once(this.#thread, 'message');
    return answer.text;
  }

  close() {
    return this.#thread.terminate();
  }
}

const translator = new Translator();
await translator.translate('tea', 'de');
const words = await Promise.all([translator.translate('mountain', 'de'), translator.translate('sea', 'de')]);
console.log(words.join(' '));
await translator.close();
