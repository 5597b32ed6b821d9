// expect: nothing
// What the reducer adds from the rest of the action to what is there overwrites nothing, whichever answer comes last; and an older route is not put there.
import { setTimeout as sleep } from 'node:timers/promises';

function reduce(state, { type, ...rest }) {
  if (type === 'route/found') return { ...state, stops: rest.found };
  if (type === 'stop/seen') return { ...state, seen: [...state.seen, rest.stop] };
  return state;
}

const store = {
  state: { stops: [], seen: [] },
  dispatch(action) {
    this.state = reduce(this.state, action);
  },
};

const timetable = {
  find: (to) => sleep(to === 'Ulm' ? 90 : 20, [to, 'Hof']),
};

let newest = '';
async function goTo(to) {
  newest = to;
  const found = await timetable.find(to);
  if (newest === to) store.dispatch({ type: 'route/found', found });
}

async function look(to) {
  const [stop] = await timetable.find(to);
  store.dispatch({ type: 'stop/seen', stop });
}

const first = Promise.all([goTo('Ulm'), look('Ulm')]);
await sleep(25);
await Promise.all([first, goTo('Jena'), look('Jena')]);
console.log(store.state.stops.join(' '), store.state.seen.length);
