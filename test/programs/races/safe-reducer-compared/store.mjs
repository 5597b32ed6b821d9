// A store for the state of an allotment garden, whose state is what a reducer makes of it and of an action.
export function makeStore(reducer) {
  let state = reducer(undefined, { type: 'start' });
  const getState = () => state;
  const dispatch = (action) => {
    if (typeof action === 'function') return action(dispatch, getState);
    state = reducer(state, action);
    return action;
  };
  return { dispatch, getState };
}
