// expect: nothing
// A chat keeps its last lines as they are and packs older ones into one, one packing at a time. Lines that come meanwhile are put behind what is there, and the packing keeps them: it replaces what it has seen.
import { setTimeout as delay } from 'node:timers/promises';

class Chat {
  #lines = [];
  #packing = null;
  #archive = [];
  packed = 0;

  say(who, text) {
    this.#lines = [...this.#lines, `${who}: ${text}`];
    if (this.#lines.length > 8) this.#startPacking();
  }
  #startPacking() {
    this.#packing ??= this.#pack().finally(() => {
      this.#packing = null;
    });
  }
  async #pack() {
    const seen = this.#lines;
    await delay(3);
    this.#archive.push(seen.join('\n'));
    this.#lines = [`(${seen.length} lines)`, ...this.#lines.filter((line) => !seen.includes(line))];
    this.packed += seen.length;
  }
  async last() {
    await this.#packing;
    return this.#lines.at(-1);
  }
}

const chat = new Chat();
async function talk(who, lines, pause) {
  for (let i = 0; i < lines; i++) {
    chat.say(who, `line ${i}`);
    await delay(pause);
  }
}
await Promise.all([talk('ann', 20, 1), talk('bob', 14, 2), talk('cy', 10, 0)]);
console.log((await chat.last()) !== undefined, chat.packed > 0);
