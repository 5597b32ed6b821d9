'use strict';
// Two sales of one stock; one of them is lost.
const stock = { count: 12 };
async function sell(n, ms) {
  const before = stock.count;
  await new Promise((resolve) => setTimeout(resolve, ms));
  stock.count = before - n;
}
void Promise.all([sell(2, 5), sell(3, 30)]).then(() => console.log('left', stock.count));
