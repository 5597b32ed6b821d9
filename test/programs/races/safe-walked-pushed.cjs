// expect: nothing
// Orders that came in are posted by whoever is called first; a second call waits for the first.
const orders = [];
const posted = [];

const post = (order) => new Promise((resolve) => setTimeout(() => resolve(posted.push(order)), 15));
const take = (order) => {
  orders.push(order);
};

let before = Promise.resolve();
function sync() {
  before = before.then(() => postAll());
}

async function postAll() {
  for (const order of orders) {
    await post(order);
  }
  orders.length = 0;
}

take('bread');
take('milk');
setTimeout(() => sync(), 5);
setTimeout(() => sync(), 12);
setTimeout(() => console.log(posted.length >= 2, orders.length), 150);
