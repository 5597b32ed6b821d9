// expect: nothing
// The slip of a washing machine, cut out of its answer: one load after the other; and a text that is cut out of the answer to something else, which anybody may ask again.
import { setTimeout as delay } from 'node:timers/promises';

class Machine {
  #slip = 'slip-1';
  #given = 1;

  async run(line) {
    const [slip, kilos] = line.split('/');
    await delay(kilos * 10);
    if (slip !== this.#slip) throw new Error(`${slip} was used`);
    this.#slip = `slip-${++this.#given}`;
    return { text: `${kilos} kg done;${this.#slip};warm` };
  }

  async ask(program) {
    await delay(25);
    return { text: `${program};40 min` };
  }
}

const machine = new Machine();
const drawer = { slip: 'slip-1', program: 'cotton', minutes: '' };
let last = Promise.resolve();

function wash(kilos) {
  last = last.then(async () => {
    const { text } = await machine.run(`${drawer.slip}/${kilos}`);
    const [, slip] = text.split(';');
    drawer.slip = slip;
  });
  return last;
}

async function look() {
  const { text } = await machine.ask(drawer.program);
  const [, minutes] = text.split(';');
  drawer.minutes = minutes;
}

await Promise.all([wash(4), wash(8), look(), look()]);
console.log(drawer.slip, drawer.minutes);
