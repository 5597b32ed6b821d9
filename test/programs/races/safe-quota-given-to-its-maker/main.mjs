// expect: nothing
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
quota.set(10, () => {
  quota.set(20, () => {
    quota.get((err, used) => console.log(used));
  });
});
