// expect: race.atomicity main.mjs:8,main.mjs:10
import { store } from './store.mjs';

/** What it is given has methods by the names of its own. */
function quotaOf(files, user) {
  return {
    set(size, done) {
      files.get(user, (err, used) => {
        if (err) return done(err);
        files.set(user, used + size, done);
      });
    },
    get(done) {
      files.get(user, done);
    },
  };
}

const quota = quotaOf(store, 'ann');
let open = 2;
for (const size of [10, 20]) {
  quota.set(size, () => {
    if (--open === 0) quota.get((err, used) => console.log(used));
  });
}
