// expect: race.atomicity 15
// Handlers of one request that stand in a line: each starts from what it found when it was put there, so the second throws away what the first has added.
const line = [];

function next() {
  const run = line.shift();
  if (run) run(next);
  else console.log(req.path);
}

function handle(req, name) {
  const before = req.path;
  line.push((done) => {
    setImmediate(() => {
      req.path = `${before}/${name}`;
      done();
    });
  });
}

const req = { path: '' };
handle(req, 'api');
handle(req, 'files');
next();
