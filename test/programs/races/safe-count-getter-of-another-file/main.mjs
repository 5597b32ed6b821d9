// expect: nothing
// Who takes a job finds out himself whether there is one left: the getter only ends the loop.
import { Line } from './line.mjs';
import { work } from './workers.mjs';

const line = new Line();
for (const job of ['a', 'b', 'c']) line.add(job);
const done = [];
await Promise.all([work(line, done), work(line, done)]);
console.log(done.length);
