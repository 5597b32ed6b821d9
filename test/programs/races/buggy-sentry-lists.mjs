// expect: race.atomicity 33 ; race.check-then-act 33
// What is put in between the look and the new list is closed by nobody.
import { EventEmitter } from 'node:events';

function sentry(build) {
  const lists = {};
  const names = {};
  let pending;

  build.on('file', (name, part) => {
    keep(name, part);
  });

  function keep(name, part) {
    if (!lists[name]) lists[name] = [];
    if (!names[name]) names[name] = [];
    if (names[name].indexOf(part) >= 0) return;
    const one = new EventEmitter();
    one.on('change', () => {
      leave(name);
    });
    setTimeout(() => one.emit('change'), 5);
    lists[name].push(one);
    names[name].push(part);
  }

  function leave(id) {
    if (lists[id]) {
      lists[id].forEach((one) => {
        one.removeAllListeners();
      });
      setTimeout(() => {
        lists[id] = [];
        names[id] = []; // interleave-ignore race.check-then-act -- met or not, as the timers fall
      }, 2);
    }
    if (pending) clearTimeout(pending);
    pending = setTimeout(tell, 2);
  }

  function tell() {
    pending = false;
    build.emit('update');
  }
}

function run(name) {
  const build = new EventEmitter();
  let rounds = 0;
  build.on('update', () => {
    if (++rounds > 3) return;
    build.emit('file', `${name}${rounds}`, 'first');
    for (let i = 0; i < 9; i++) setTimeout(() => build.emit('file', `${name}1`, `part ${rounds} ${i}`), 3 + i);
  });
  sentry(build);
  build.emit('update');
}

run('a');
setTimeout(run, 3, 'b');
