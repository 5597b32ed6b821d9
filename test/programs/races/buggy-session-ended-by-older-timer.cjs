// expect: race.order.last-write 9,10
// Sessions end after a while. Who logs in again has a new one, which the timer of the first one ends.
const sessions = new Map();

function logIn(user, callback) {
  setTimeout(() => {
    const session = { user, since: Date.now(), cart: [] };
    callback(session);
    sessions.set(user, session);
    setTimeout(() => sessions.delete(user), 120);
  }, 5);
}

logIn('Rosa', (first) => first.cart.push('tea'));
setTimeout(() => logIn('Rosa', (second) => second.cart.push('milk')), 80);
setTimeout(() => console.log(sessions.get('Rosa')?.cart.join() ?? 'not logged in'), 160);
