// expect: race.check-then-act main.js:11,main.js:8
// The helper is one of another file, the wait that of a callback.
'use strict';
const fs = require('node:fs');
const raft = require('./raft');

function board(name, kilos, done) {
  if (raft.load() + kilos > raft.LIMIT) return done(`${name} stays`);
  fs.readFile(__filename, (error) => {
    if (error) return done(error.message);
    raft.setLoad(raft.load() + kilos);
    done(`${name} is on board`);
  });
}

let open = 2;
function told(text) {
  // Which of the two comes first is open.
  if (text.length > 0 && --open === 0) console.log(raft.load() <= raft.LIMIT);
}
board('Odysseus', 90, told);
board('Polyphemus', 140, told);
