// expect: race.check-then-act 13
// Two calls each end the child that is there, wait for its end, and start a new one. The later one comes in the place of the other, which runs on.
'use strict';
const { spawn } = require('node:child_process');

const IDLE = 'process.stdin.resume()';
const service = { name: 'mail', child: null };

function start(done) {
  const child = spawn(process.execPath, ['-e', IDLE]);
  track(child);
  child.once('spawn', () => {
    service.child = child;
    done();
  });
}

function stop(done) {
  if (!service.child) return done();
  service.child.once('exit', () => {
    service.child = null;
    done();
  });
  service.child.kill();
}

const children = new Set();
const track = (child) => children.add(child);
const restart = (done) => stop(() => start(done));

let open = 2;
function end() {
  if (--open > 0) return;
  console.log(service.child !== null);
  for (const child of children) child.kill();
}
start(() => {
  restart(end);
  restart(end);
});
