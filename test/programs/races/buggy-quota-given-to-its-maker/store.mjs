const used = new Map([['ann', 100]]);

export const store = {
  get(key, done) {
    setTimeout(() => done(null, used.get(key)), 3);
  },
  set(key, value, done) {
    setTimeout(() => {
      used.set(key, value);
      done(null);
    }, 3);
  },
};
