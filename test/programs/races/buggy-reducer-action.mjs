// expect: race.check-then-act 21,30
// A weather station keeps the strongest gust: what was compared before the wait is replaced by an action that a function makes.
import { setTimeout as delay } from 'node:timers/promises';

const gustSeen = (knots, mast) => ({ type: 'gust', knots, mast });

function reduce(weather, action) {
  if (action.type === 'calm') return { ...weather, strongest: { knots: 0, mast: '' } };
  if (action.type !== 'gust') return weather;
  return { ...weather, strongest: { knots: action.knots, mast: action.mast }, seen: weather.seen + 1 };
}

class Station {
  #weather = { strongest: { knots: 0, mast: '' }, seen: 0 };

  read() {
    return this.#weather;
  }

  send(action) {
    this.#weather = reduce(this.#weather, action);
  }
}

const station = new Station();
const current = () => station.read();

const report = async (knots, mast) => {
  // Who is weaker is not told.
  if (knots <= current().strongest.knots) return;
  await delay(knots > 40 ? 2 : 40);
  station.send(gustSeen(knots, mast));
};

await Promise.all([report(35, 'north'), report(48, 'south')]);
console.log(current().strongest, current().seen);
