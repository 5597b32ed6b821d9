// expect: nothing
// A list is put where none is any more: what was in the one before has been closed along with it.
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
      delete lists[id];
      delete names[id];
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
    const own = `${name}${rounds}`;
    setTimeout(() => build.emit('file', own, 'second'), 1);
  });
  sentry(build);
  build.emit('update');
}

run('a');
setTimeout(run, 3, 'b');
