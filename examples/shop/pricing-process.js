// Works out prices: discounts for larger quantities, and value added tax.

const DISCOUNTS = [
  { from: 10, percent: 12 },
  { from: 5, percent: 6 },
  { from: 3, percent: 2 },
];
const TAX_PERCENT = 19;

function price(cents, quantity) {
  const discount = DISCOUNTS.find(({ from }) => quantity >= from)?.percent ?? 0;
  const net = (cents * quantity * (100 - discount)) / 100;
  return Math.round((net * (100 + TAX_PERCENT)) / 100);
}

process.on('message', ({ id, cents, quantity }) => {
  process.send({ id, cents: price(cents, quantity) });
});
