// expect: nothing
// Each looks and stores in one step. That the one function is called after the other, and both store through one setter, does not make a pair of the look of the first and the store of the second.
import { close, open, opened } from './doors.mjs';

await Promise.all([open('north'), open('south')]);
await close('north');
console.log(opened());
