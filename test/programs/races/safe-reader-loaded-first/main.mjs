// expect: nothing
// As buggy-reader-loaded-first, but a job is marked in the step in which it was found.
import { Board, Job } from './board.mjs';
import { Poller } from './poller.mjs';

const board = new Board();
for (let id = 1; id <= 4; id++) board.add(new Job(id));
await Promise.all([new Poller(board).run(), new Poller(board).run()]);
console.log(board.runs);
