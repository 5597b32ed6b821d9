import { fail } from './lib.cjs';
console.log(typeof fail);
fail(1);
