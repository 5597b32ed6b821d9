// What can happen in the garden: water is taken from a tank, plots are leased, and the wind is noted.
import { setTimeout as delay } from 'node:timers/promises';
import { LEASED, WATERED } from './types.mjs';

// Compared once more when the hose is laid.
export const water = (plot, litres) => async (dispatch, getState) => {
  if (getState().tank < litres) return `no water for ${plot}`;
  await delay(30 * plot);
  const { tank } = getState();
  if (tank < litres) return `too late for ${plot}`;
  dispatch({ type: WATERED, litres, plot });
  return `watered ${plot}`;
};

// Compared once more by the reducer, which leaves the state as it is.
export const lease = (plot, name) => async (dispatch, getState) => {
  const state = getState();
  if (state.plots.leased.includes(plot)) return `taken before ${name}`;
  const contract = await delay(4, `${plot} to ${name}`);
  dispatch({ type: LEASED, plot, contract });
  return getState().plots.leased.length;
};

// The strongest one is chosen by the reducer.
export const gust = (knots) => async (dispatch, getState) => {
  if (knots <= getState().strongest) return 'weak';
  await delay(6 - knots / 10);
  dispatch({ type: 'garden/gust', knots });
  return 'strong';
};

// Nothing that is replaced was compared: who has no water left asks for rain, and the answers are counted.
export const askForRain = (name) => async (dispatch, getState) => {
  const { tank } = getState();
  if (tank > 90) return `${name} has enough`;
  const answer = await delay(2, `${name}: maybe`);
  dispatch({ type: 'garden/answered', answer });
  return answer;
};

// The plot is marked before the wait.
export const mow = (plot) => async (dispatch, getState) => {
  if (getState().mown.some((other) => other === plot)) return 'mown';
  dispatch({ type: 'garden/mown', plot });
  await delay(3);
  dispatch({ type: 'garden/answered', answer: `${plot} is mown` });
  return 'mows';
};
