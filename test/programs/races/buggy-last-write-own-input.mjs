// expect: race.order.last-write 14
// Each caption is set in type and shown; in this run each is ready before the next one is asked for, which only the times of the speakers say.
import { setTimeout as sleep } from 'node:timers/promises';

class Screen {
  #shown = '';

  get shown() {
    return this.#shown;
  }

  async caption(text) {
    const lines = await typeset(text.trim());
    this.#shown = lines.join('/');
  }
}

async function typeset(text) {
  await sleep(text.length);
  return text.split(', ');
}

const screen = new Screen();
async function speak(at, words) {
  await sleep(at);
  await screen.caption(`${words}.`);
}
const speakers = [
  [1, 'good evening, and welcome'],
  [90, 'thank you'],
];
await Promise.all(speakers.map(([at, words]) => speak(at, words)));
console.log(screen.shown);
