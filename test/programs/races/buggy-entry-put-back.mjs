// expect: race.atomicity 20,10,15
// The board takes a train off before it works out its new time, and puts it on again after that: whoever asks meanwhile is told that there is no such train.
import { setTimeout as sleep } from 'node:timers/promises';

class Board {
  #lines = new Map();

  async line(train) {
    await sleep(1);
    return this.#lines.get(train);
  }

  async show(train, text) {
    await sleep(1);
    this.#lines.set(train, text);
  }

  async hide(train) {
    await sleep(1);
    this.#lines.delete(train);
  }
}

class Station {
  constructor(board) {
    this.board = board;
  }

  async delayed(train, minutes) {
    await this.forget(train);
    await sleep(minutes);
    await this.board.show(train, `${minutes} minutes late`);
  }

  async forget(train) {
    await this.board.hide(train);
  }

  async ask(train) {
    const line = await this.board.line(train);
    return line === undefined ? `${train}: no such train` : `${train}: ${line}`;
  }
}

const station = new Station(new Board());
await station.board.show('IC 7', 'on time');
const change = station.delayed('IC 7', 12);
await sleep(6);
console.log((await station.ask('IC 7')).length > 0);
await change;
console.log(await station.ask('IC 7'));
