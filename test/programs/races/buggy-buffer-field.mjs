// expect: race.atomicity 18,16
// The head of a tape says how far it is wound, as a number in a Buffer. Two motors read it, run, and write what it was then and their own turns.
import { setTimeout as sleep } from 'node:timers/promises';

const WOUND = 4;

class Tape {
  head = Buffer.alloc(12);

  constructor(name) {
    this.head.write(name, 8, 'latin1');
  }

  async wind(turns) {
    // What it is before.
    const wound = this.head.readUInt32BE(WOUND);
    await sleep(turns);
    this.head.writeUInt32BE(wound + turns, WOUND);
  }

  async mark() {
    this.head.writeInt8(this.head.readInt8(0) + 1, 0);
    await sleep(2);
    this.head.writeInt8(this.head.readInt8(0) + 1, 0);
  }

  toString() {
    return `${this.head.toString('latin1', 8, 10)} ${this.head.readUInt32BE(WOUND)} ${this.head.readInt8(0)}`;
  }
}

const tape = new Tape('A4');
await Promise.all([tape.wind(8), tape.wind(5), tape.mark(), tape.mark()]);
console.log(String(tape));
