import { nope } from './other.mjs';
console.log(nope);
