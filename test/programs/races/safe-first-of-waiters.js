// expect: nothing
/** The first in the list of those who wait loads for all; the others see its mark. */
'use strict';
const login = { token: undefined, waiting: [] };

function ask(callback) {
  setTimeout(callback, 20, 'token');
}

function withToken(callback) {
  if (login.token) return process.nextTick(callback, login.token);
  login.waiting.push(callback);
  if (login.waiting.length > 1) return;
  ask((token) => {
    login.token = token;
    for (const next of login.waiting.splice(0)) next(token);
  });
}

let open = 2;
const done = (token) => --open === 0 && console.log(token);
withToken(done);
setTimeout(() => withToken(done), 5);
