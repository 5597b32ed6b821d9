// expect: nothing
'use strict';
const { setTimeout: delay } = require('node:timers/promises');

const times = { a: 120, ab: 10 };
const find = async (text) => delay(times[text], [`${text}-1`, `${text}-2`]);
const each = (ask) => {
  setTimeout(ask, 5, 'a');
  setTimeout(ask, 40, 'ab');
};

/** A count of those under way, which is not what was found. */
function makeState(value) {
  return [
    () => value,
    (next) => {
      value = next;
    },
  ];
}
const [hits, setHits] = makeState(null);
const [busy, setBusy] = makeState(0);
let newest = 0;
async function search(text) {
  const turn = ++newest;
  setBusy(busy() + 1);
  const found = await find(text);
  setBusy(busy() - 1);
  if (turn === newest) setHits(found);
}
each(search);

function createStore(reducer, state) {
  const dispatch = (action) => {
    state = reducer(state, action);
  };
  return { dispatch, getState: () => state };
}
/** Each answer goes beside those that are there. */
const store = createStore(
  (state, action) => {
    switch (action.type) {
      case 'loaded':
        return { ...state, rows: [...state.rows, ...action.found], pages: state.pages + 1 };
      case 'found':
        return { ...state, byText: { ...state.byText, [action.text]: action.found } };
      default:
        return state;
    }
  },
  { rows: [], pages: 0, byText: {} },
);
each(async (text) => {
  store.dispatch({ type: 'loaded', found: await find(text) });
});
each(async (text) => {
  store.dispatch({ type: 'found', text, found: await find(text) });
});

setTimeout(() => console.log(hits(), store.getState().rows), 400);
