// expect: nothing
// The same with a token for each call; what stands there for all is the newest, and is given to nobody later.
'use strict';
const answers = { '/token': 'token-of-', '/scope': 'scope-of-' };
const ask = (path, user, done) => setTimeout(done, path === '/token' && user === 'ann' ? 10 : 40, null, answers[path] + user);

const state = { token: null };

function refresh(user, done) {
  ask('/token', user, (failed, token) => {
    if (failed) return done(failed);
    state.token = token;
    ask('/scope', user, (error, scope) => {
      done(error, { token, scope });
    });
  });
}

const show = (user) => (_error, { token, scope }) => console.log(user, token, scope);
refresh('ann', show('ann'));
setTimeout(() => refresh('ann', show('ann again')), 150);
refresh('bob', show('bob'));
