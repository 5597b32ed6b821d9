// expect: race.atomicity 31
// The lock is given back when what is to be saved is known, not when it has been saved.
const locks = new Map();

function withLock(id, work, done) {
  const waiting = locks.get(id);
  if (waiting) {
    waiting.push(go);
    return;
  }
  locks.set(id, []);
  go();
  function go() {
    work((value) => {
      const next = locks.get(id).shift();
      if (next) process.nextTick(next);
      else locks.delete(id);
      done(value);
    });
  }
}

const sessions = { a: { hits: 0 }, b: { hits: 0 } };

function load(id, callback) {
  setTimeout(() => callback({ ...sessions[id] }), 3);
}

function save(id, session, callback) {
  setTimeout(() => {
    sessions[id] = session;
    callback();
  }, 4);
}

function touch(id, done) {
  const work = (release) =>
    load(id, (session) => {
      session.hits++;
      save(id, session, () => {});
      release(session.hits);
    });
  withLock(id, work, done);
}

let left = 6;
for (const [delay, id] of Object.entries({ 2: 'a', 70: 'b', 140: 'a', 142: 'a', 144: 'b', 146: 'a' })) {
  setTimeout(
    () =>
      touch(id, () => {
        if (--left === 0) console.log('done');
      }),
    Number(delay),
  );
}
