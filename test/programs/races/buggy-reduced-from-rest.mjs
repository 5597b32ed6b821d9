// expect: race.order.last-write 24,14
// A route is asked for twice, and the older answer comes last: the reducer takes what it puts there from the rest of the action.
import { setTimeout as sleep } from 'node:timers/promises';

function reduce(state, { type, ...rest }) {
  if (type === 'route/found') return { ...state, stops: rest.found };
  if (type === 'traveller/named') return { ...state, traveller: rest.name };
  return state;
}

const store = {
  state: { stops: [], traveller: 'Ida' },
  dispatch(action) {
    this.state = reduce(this.state, action);
  },
};

const timetable = {
  find: (to) => sleep(to === 'Ulm' ? 90 : 20, [to, 'Hof']),
};

async function goTo(to) {
  const found = await timetable.find(to);
  store.dispatch({ type: 'route/found', found });
}

const first = goTo('Ulm');
await sleep(25);
await Promise.all([first, goTo('Jena')]);
console.log(store.state.stops.join(' '));
