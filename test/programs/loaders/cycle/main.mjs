import { second } from './second.mjs';
export function hoisted(x) {
  console.log('hoisted', x);
  return helper(x) + 1;
}
function helper(x) {
  return x * 2;
}
export let later = 'set';
console.log(second, hoisted(1));
