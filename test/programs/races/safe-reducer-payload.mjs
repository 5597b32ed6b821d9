// expect: nothing
// What a reducer adds was made of what was there before the wait, and takes the place of nothing; or what it stores is read after it.
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
  await sleep(20 + name.length * 5);
  const { rows } = getState();
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
