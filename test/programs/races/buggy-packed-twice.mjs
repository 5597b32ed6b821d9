// expect: race.check-then-act 20,13
// As safe-packed-beside, but nothing keeps a second packing from starting while the first one is under way: both pack the same lines, and the chat shows two summaries of them.
import { setTimeout as delay } from 'node:timers/promises';

class Chat {
  #lines = [];
  #archive = [];
  packed = 0;

  say(who, text) {
    this.#lines = [...this.#lines, `${who}: ${text}`];
    // A packing may be under way.
    if (this.#lines.length > 8) void this.#pack();
  }
  async #pack() {
    const seen = this.#lines;
    await delay(3);
    this.#archive.push(seen.join('\n'));
    // What came meanwhile stays, but so does the summary that another packing has left.
    this.#lines = [`(${seen.length} lines)`, ...this.#lines.filter((line) => !seen.includes(line))];
    this.packed += seen.length;
  }
  last() {
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
await delay(10);
console.log(chat.last() !== undefined, chat.packed > 0);
