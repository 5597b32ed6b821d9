// expect: race.atomicity main.mjs:19,17
// Two boats are entered at a time: each puts back the list that it had taken before it was measured.
import { setTimeout as delay } from 'node:timers/promises';
import { createStore } from './store.mjs';

function race(state, { type, payload }) {
  if (type === 'entered') return { ...state, boats: payload };
  if (type === 'named') return { ...state, name: payload };
  return state;
}

const measure = (boat) => delay(boat.length * 10, boat.length / 2);

const enter =
  (boat) =>
  async ({ dispatch, getState }) => {
    const { boats } = getState();
    const length = await measure(boat);
    dispatch({ type: 'entered', payload: [...boats, { boat, length }] });
  };

const store = createStore(race, { name: 'spring', boats: [] });
store.dispatch({ type: 'named', payload: 'autumn' });
await Promise.all(['Swift', 'Osprey'].map((boat) => store.dispatch(enter(boat))));
console.log(store.getState().boats.length);
