// expect: nothing
// Who gets a line that has been hung up calls again.
import { setTimeout as sleep } from 'node:timers/promises';

class Line {
  isOpen = true;
  async hangUp() {
    await sleep(15);
    this.isOpen = false;
  }
  async say(text) {
    await sleep(4);
    if (!this.isOpen) throw new Error('nobody there');
    return `heard ${text}`;
  }
}

class Switchboard {
  #lines = new Set();
  #timers = new Map();

  async say(text) {
    const line = this.#free() ?? new Line();
    let answer;
    try {
      answer = await line.say(text);
    } catch (error) {
      console.error(error.message);
      return this.say(text);
    }
    this.#lines.add(line);
    this.#timers.set(
      line,
      setTimeout(() => this.#retire(line), 40),
    );
    return answer;
  }
  #free() {
    const [line] = this.#lines;
    if (line) this.#lines.delete(line);
    clearTimeout(this.#timers.get(line));
    return line;
  }
  async #retire(line) {
    await line.hangUp();
    this.#lines.delete(line);
  }
}

const board = new Switchboard();
console.log(await board.say('one'));
await sleep(15);
console.log(await board.say('two'));
await sleep(15);
console.log(await board.say('three'));
await sleep(90);
