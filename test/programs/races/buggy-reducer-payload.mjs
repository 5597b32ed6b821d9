// expect: race.atomicity 26,24
// The rows that a reducer stores were made of those from before the wait; the action calls them by another name.
import { setTimeout as sleep } from 'node:timers/promises';

function reduce(state, action) {
  switch (action.type) {
    case 'rows/set':
      return { ...state, rows: action.payload };
    case 'rows/added':
      return { ...state, rows: [...state.rows, action.payload] };
    default:
      return state;
  }
}

let state = { rows: [], seen: 0 };
const seen = [];
const getState = () => state;
const dispatch = (action) => {
  state = reduce(state, action);
};

async function add(name) {
  const { rows } = getState();
  await sleep(20 + name.length * 5);
  dispatch({ type: 'rows/set', payload: [...rows, name] });
}
async function addLater(name) {
  const { rows } = getState();
  await sleep(10);
  seen.push(rows.length);
  dispatch({ type: 'rows/added', payload: name });
}

await Promise.all([add('oak'), add('birch'), addLater('elm')]);
console.log(getState().rows.length);
