// expect: nothing
// Whoever comes later finds what another call has started meanwhile, and ends it; or each call waits for the one before.
'use strict';
const { spawn } = require('node:child_process');

const IDLE = 'process.stdin.resume()';
const service = { name: 'mail', child: null };

function start(done) {
  const child = spawn(process.execPath, ['-e', IDLE]);
  child.once('spawn', () => {
    if (service.child) service.child.kill();
    service.child = child;
    done();
  });
}

function stop(done) {
  const { child } = service;
  if (!child) return done();
  child.once('exit', () => {
    if (service.child === child) service.child = null;
    done();
  });
  child.kill();
}

const restart = (done) => stop(() => start(done));

let open = 2;
function end() {
  if (--open > 0) return;
  restart(() => {
    restart(() => {
      console.log(service.child !== null);
      service.child.kill();
    });
  });
}
start(() => {
  restart(end);
  restart(end);
});
