// expect: race.atomicity 11,15
// A middleware reads the session of the chat, lets the handler change it by a setter, and stores it: two updates of one chat overlap.
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
const update = (photo) =>
  middleware({ chat: 'family', photo }, async (ctx) => {
    await pause(10);
    ctx.session.photos = (ctx.session.photos ?? 0) + 1;
  });

Promise.all([update('a.jpg'), update('b.jpg')]).then(() => console.log('photos', store.get('family').photos, 'of 2'));
