import { yes } from './other.mjs';
console.log(yes, new Error('d').stack);
throw new Error('detected');
