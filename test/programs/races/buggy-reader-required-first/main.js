// expect: race.check-then-act poller.js:13
// As buggy-reader-loaded-first, with require, and without the endings of the files.
'use strict';
const { Board, Job } = require('./board');
const { Poller } = require('./poller');

const board = new Board();
for (let id = 1; id <= 4; id++) board.add(new Job(id));
Promise.all([new Poller(board).run(), new Poller(board).run()]).then(() => console.log(board.runs));
