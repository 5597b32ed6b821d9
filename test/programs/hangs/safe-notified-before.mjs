// expect: nothing
// What is waited for here is still to come: from a clock that looks at the time, from one whose callback is written elsewhere and looks at a list, and from whoever ends the program.
import { setTimeout as sleep } from 'node:timers/promises';

class Board {
  constructor() {
    this.looking = [];
    this.due = Date.now() + 60_000;
  }

  announce(gate) {
    for (const tell of this.looking.splice(0)) tell(gate);
  }

  next() {
    return new Promise((tell) => this.looking.push(tell));
  }
}

const [departures, arrivals] = [new Board(), new Board()];
const gates = ['A7'];
function show() {
  if (gates.length > 1) arrivals.announce(gates.pop());
}

async function passenger(board) {
  await sleep(5);
  return board.next();
}
async function guard() {
  await sleep(5);
  await new Promise((resolve) => process.once('SIGTERM', resolve));
}

setInterval(() => {
  if (Date.now() > departures.due) departures.announce('A7');
}, 50);
setInterval(show, 50);
setTimeout(() => console.log('late'), 4000);
console.log(await Promise.race([passenger(departures), passenger(arrivals), guard()]));
