// expect: race.atomicity 22,25
// A washing machine gives a slip for the next load along with the answer, in one line of text that is cut up before the slip is kept.
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
}

const machine = new Machine();
const drawer = { slip: 'slip-1' };

async function wash(kilos) {
  const { text } = await machine.run(`${drawer.slip}/${kilos}`);
  const [done, slip] = text.split(';');
  const kept = slip.trim();
  drawer.slip = kept;
  return done;
}

const loads = await Promise.allSettled([wash(4), wash(8)]);
console.log(loads.map(({ status }) => status).join(' '));
