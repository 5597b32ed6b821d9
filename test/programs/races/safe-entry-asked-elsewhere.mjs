// expect: nothing
// Who finds no such train on the board asks at the office, which knows all of them.
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
    return `${train}: ${line ?? (await this.office(train))}`;
  }

  async office(train) {
    await sleep(2);
    return train.startsWith('IC') ? 'ask the guard' : 'unknown';
  }
}

const station = new Station(new Board());
await station.board.show('IC 7', 'on time');
const change = station.delayed('IC 7', 12);
await sleep(6);
console.log((await station.ask('IC 7')).length > 0);
await change;
console.log(await station.ask('IC 7'));
