// The state of the garden after an action.
import { LEASED, WATERED } from './types.mjs';

const EMPTY = { tank: 100, plots: { leased: [], asked: 0 }, log: [] };

export function garden(state = EMPTY, action) {
  const log = [...state.log, action.type];
  switch (action.type) {
    case WATERED:
      return { ...state, log, tank: state.tank - action.litres };
    case LEASED:
    case 'garden/inherited': {
      const leased = [...state.plots.leased, action.plot];
      return { ...state, log, plots: { ...state.plots, leased } };
    }
    case 'garden/asked':
      return { ...state, log };
    default:
      return state;
  }
}
