// expect: nothing
// The marks of new copies come from a counter. What is put on the shelf when a session ends does not go by what another session found there.
import { buy, report } from './desk.mjs';
import { marks } from './shelf.mjs';

await Promise.all([buy('moby-dick', 'paper'), buy('moby-dick', 'cloth')]);
console.log(marks().join(' '));
await Promise.all([report('moby-dick'), buy('moby-dick', 'leather')]);
console.log(marks().length);
