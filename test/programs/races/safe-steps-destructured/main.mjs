// expect: nothing
// What was measured is put to the list that is there by then, or the list is taken when it has been measured.
import { setTimeout as delay } from 'node:timers/promises';
import { createStore } from './store.mjs';

function race(state, { type, payload }) {
  if (type === 'entered') return { ...state, boats: [...state.boats, payload] };
  if (type === 'ordered') return { ...state, boats: payload };
  return state;
}

const measure = (boat) => delay(boat.length * 10, boat.length / 2);

const enter =
  (boat) =>
  async ({ dispatch, getState }) => {
    const { name } = getState();
    const length = await measure(boat);
    dispatch({ type: 'entered', payload: { boat, length, of: name } });
  };

const order =
  () =>
  async ({ dispatch, getState }) => {
    const wind = await measure('wind');
    const { boats } = getState();
    dispatch({ type: 'ordered', payload: [...boats].sort((a, b) => a.length * wind - b.length * wind) });
  };

const store = createStore(race, { name: 'spring', boats: [] });
await Promise.all([...['Swift', 'Osprey'].map((boat) => store.dispatch(enter(boat))), store.dispatch(order())]);
console.log(store.getState().boats.length);
