import { hoisted } from './main.mjs';
export const second = hoisted(20);
import('./main.mjs').then((m) => console.log(m.later, Object.keys(m)));
