import { nope } from './lib.cjs';
console.log(nope);
