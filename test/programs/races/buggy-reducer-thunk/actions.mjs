// What can happen to a list of guests.
import { setTimeout as delay } from 'node:timers/promises';

const tableFor = (guest) => delay(10 + guest.length, guest.length);
export const invite = (guest) => async (dispatch, getState) => {
  const { guests } = getState();
  const table = await tableFor(guest);
  dispatch({ type: 'invited', guests: [...guests, { guest, table }] });
};

export function reduce(state = { guests: [], changes: 0 }, { type, guests }) {
  if (type !== 'invited') return state;
  return { ...state, guests, changes: state.changes + 1 };
}
