// A small store, which hands `dispatch` and `getState` to what is dispatched as a function, in one object.
export function createStore(reduce, state) {
  const store = {
    getState: () => state,
    dispatch: (action) => {
      if (typeof action === 'function') return action(store);
      state = reduce(state, action);
      return action;
    },
  };
  return store;
}
