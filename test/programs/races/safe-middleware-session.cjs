// expect: nothing
// The same, where updates of one chat are handled one after the other, and where each chat has only one.
'use strict';
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function session(store) {
  return async (ctx, next) => {
    const key = ctx.chat;
    await pause(1);
    // eslint-disable-next-line prefer-const
    let current = { ...store.get(key) };
    const set = (value) => (current = { ...value });
    Object.defineProperty(ctx, 'session', { get: () => current, set });
    await next(ctx);
    store.set(key, current);
  };
}

const store = new Map();
const middleware = session(store);
const handle = (chat) =>
  middleware({ chat }, async (ctx) => {
    await pause(10);
    ctx.session.photos = (ctx.session.photos ?? 0) + 1;
  });

let last = Promise.resolve();
const inTurn = () => (last = last.then(() => handle('family')));
Promise.all([inTurn(), inTurn(), handle('work'), handle('club')]).then(() => console.log('photos', store.get('family').photos, 'of 2'));
