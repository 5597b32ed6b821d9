// A store whose state is replaced by what a reducer makes of it and of an action.
export function createStore(reducer) {
  let state = reducer(undefined, { type: 'init' });
  const watchers = new Set();
  return {
    watch: (watcher) => watchers.add(watcher),
    getState: () => state,
    dispatch(action) {
      if (typeof action === 'function') return action(this.dispatch.bind(this), this.getState);
      state = reducer(state, action);
      for (const watcher of watchers) watcher(state);
      return action;
    },
  };
}
