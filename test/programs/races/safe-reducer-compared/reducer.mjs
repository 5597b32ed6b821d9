// The state of the garden after an action.
import { LEASED, WATERED } from './types.mjs';

const EMPTY = { tank: 100, plots: { leased: [] }, strongest: 0, answers: [], mown: [] };

export function garden(state = EMPTY, action) {
  switch (action.type) {
    case WATERED:
      return { ...state, tank: state.tank - action.litres };
    case LEASED:
      if (state.plots.leased.includes(action.plot)) return state;
      return { ...state, plots: { ...state.plots, leased: [...state.plots.leased, action.plot] } };
    case 'garden/gust':
      return { ...state, strongest: Math.max(state.strongest, action.knots) };
    case 'garden/answered':
      return { ...state, answers: [...state.answers, action.answer] };
    case 'garden/mown':
      return { ...state, mown: [...state.mown, action.plot] };
    default:
      return state;
  }
}
