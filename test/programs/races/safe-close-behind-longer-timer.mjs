// expect: nothing
// One step sets a timer that uses the line, and a longer one that ends the round: the next round begins with a new line.
let line = null;

function begin(round) {
  line = { round, sent: 0 };
}

function end(round) {
  console.log('round', round, line.sent);
  setImmediate(() => {
    line = null;
    if (round < 2) setImmediate(() => run(round + 1));
  });
}

function run(round) {
  begin(round);
  if (line) {
    setTimeout(() => {
      line.sent++;
    }, 10);
    setTimeout(() => end(round), 60);
  }
}

run(1);
