// expect: race.order.last-write 17,35 ; race.order.last-write 23,44 ; race.order.last-write 51,63
'use strict';
const { setTimeout: delay } = require('node:timers/promises');

const times = { a: 120, ab: 10 };
const find = async (text) => delay(times[text], [`${text}-1`, `${text}-2`]);
const each = (ask) => {
  setTimeout(ask, 5, 'a');
  setTimeout(ask, 40, 'ab');
};

/** Found by what it is given, whatever it is called where it is used. */
function makeState(value) {
  return [
    () => value,
    (next) => {
      value = next;
    },
  ];
}
class Base {
  put(rows) {
    this.rows = rows;
  }
}
class List extends Base {
  put(rows) {
    super.put(rows);
    this.at = rows.length;
  }
}
const [hits, setHits] = makeState(null);
async function search(text) {
  const found = await find(text);
  setHits(found);
}
each(search);

const list = new List();
async function fill(text) {
  const rows = await find(text);
  if (rows.length === 0) return;
  note(text);
  list.put(rows);
}
const note = (text) => console.log(text);
each(fill);

function createStore(reducer, state) {
  const dispatch = (action) => {
    state = reducer(state, action);
  };
  return { dispatch, getState: () => state };
}
const store = createStore(
  (state, action) => {
    if (action.type === 'loaded') return { ...state, rows: action.found };
    return state;
  },
  { rows: [], pages: 0 },
);
each(async (text) => {
  store.dispatch({ type: 'loaded', found: await find(text) });
});

setTimeout(() => console.log(hits(), list.rows, store.getState().rows), 400);
