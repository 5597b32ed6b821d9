// What can happen to a list of guests.
import { setTimeout as delay } from 'node:timers/promises';

const tableFor = (guest) => delay(10 + guest.length, guest.length);

export const invite = (guest) => async (dispatch, getState) => {
  const { changes } = getState();
  const table = await tableFor(guest + changes);
  dispatch({ type: 'invited', guest: { guest, table } });
};

export const move = (guest) => async (dispatch, getState) => {
  const table = await tableFor(guest);
  const { guests } = getState();
  dispatch({ type: 'moved', guests: guests.map((other) => (other.guest === guest ? { guest, table } : other)) });
};

export const search = (text) => async (dispatch, getState) => {
  const { filter } = getState();
  const found = await delay(5, [text, filter]);
  dispatch({ type: 'found', filter, found });
};

const EMPTY = { guests: [], changes: 0, filter: 'all', found: [] };
export function reduce(state = EMPTY, { type, guest, guests, filter, found }) {
  switch (type) {
    case 'invited':
      return { ...state, guests: [...state.guests, guest], changes: state.changes + 1 };
    case 'moved':
      return { ...state, guests };
    case 'found':
      return filter === state.filter ? { ...state, found } : state;
    default:
      return state;
  }
}
