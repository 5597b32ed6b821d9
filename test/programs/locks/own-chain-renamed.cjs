// expect: lock.order-inversion 20 exit 0
// Two chains of one factory, each under another name; what a job calls in its first step belongs to it.
function inTurn() {
  let last = Promise.resolve();
  return function serial(work) {
    const result = last.then(() => work());
    last = result.catch(() => {});
    return result;
  };
}
const onStock = inTurn();
const onOrders = inTurn();
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function write(list, entry) {
  await sleep(2);
  list.push(entry);
}
const [stock, orders] = [[], []];

const count = () => onStock(async () => stock.length);
const note = (entry) => onOrders(async () => write(orders, entry));

function sell(article) {
  return onStock(async () => {
    await write(stock, article);
    await note(article);
  });
}
function report() {
  return onOrders(async () => {
    await write(orders, 'report');
    return (
      orders.length +
      (await count())
    );
  });
}
setTimeout(() => sell('lamp'), 1);
setTimeout(() => report(), 1200);
