// expect: race.check-then-act poller.mjs:12
// What is read stands in a file that is loaded before the one that writes it: the order of two imports decides nothing about what is found.
import { Board, Job } from './board.mjs';
import { Poller } from './poller.mjs';

const board = new Board();
for (let id = 1; id <= 4; id++) board.add(new Job(id));
await Promise.all([new Poller(board).run(), new Poller(board).run()]);
console.log(board.runs);
