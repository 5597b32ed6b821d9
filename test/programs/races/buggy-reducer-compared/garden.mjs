// What can happen in the garden: water is taken from a tank, and plots are leased.
import { setTimeout as delay } from 'node:timers/promises';
import { LEASED, WATERED } from './types.mjs';

export const water = (plot, litres) => async (dispatch, getState) => {
  const { tank } = getState();
  if (tank < litres) return `no water for ${plot}`;
  // The hose has to be laid first.
  await delay(3 + plot);
  dispatch({ type: WATERED, litres, plot });
  return `watered ${plot}`;
};

export const lease = (plot, name) => async (dispatch, getState) => {
  const state = getState();
  dispatch({ type: 'garden/asked', name });
  if (state.plots.leased.includes(plot)) return `taken before ${name}`;
  try {
    const contract = await delay(4, `${plot} to ${name}`);
    dispatch({ type: LEASED, plot, contract });
  } catch {
    dispatch({ type: 'garden/refused', name });
  }
  return `leased by ${name}`;
};
