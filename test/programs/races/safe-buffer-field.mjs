// expect: nothing
// The head of a tape says how far it is wound, as a number in a Buffer. Two motors run, and add their turns in one step; a third one has a number of its own.
import { setTimeout as sleep } from 'node:timers/promises';

const WOUND = 4;

class Tape {
  head = Buffer.alloc(12);

  constructor(name) {
    this.head.write(name, 8, 'latin1');
  }

  async wind(turns) {
    await sleep(turns);
    const wound = this.head.readUInt32BE(WOUND);
    this.head.writeUInt32BE(wound + turns, WOUND);
  }

  async unwind(turns, at) {
    const before = this.head.readUInt16LE(at);
    await sleep(turns);
    this.head.writeUInt16LE(before + turns, at);
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
await Promise.all([tape.wind(8), tape.wind(5), tape.unwind(4, 2), tape.unwind(3, 10), tape.mark(), tape.mark()]);
console.log(String(tape));
