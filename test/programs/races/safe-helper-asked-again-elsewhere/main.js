// expect: nothing
// The helper of another file is asked once more in the callback, and its answer decides.
'use strict';
const fs = require('node:fs');
const raft = require('./raft');

function board(name, kilos, done) {
  if (raft.load() + kilos > raft.LIMIT) return done(`${name} stays`);
  fs.readFile(__filename, (error) => {
    if (error) return done(error.message);
    if (raft.load() + kilos > raft.LIMIT) return done(`${name} has to wait`);
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
