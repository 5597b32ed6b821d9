// expect: none exit 0
// The report asks for what the stock has before its turn begins.
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
async function report() {
  const counted = await count();
  return onOrders(async () => {
    await write(orders, 'report');
    return orders.length + counted;
  });
}
setTimeout(() => sell('lamp'), 1);
setTimeout(() => report(), 1200);
