// expect: race.stale-compound 9 ; race.stale-compound 13
// The element is chosen by a path: read before the await, written after it, in one assignment.
'use strict';
const { setImmediate: turn } = require('node:timers/promises');
const revenue = { north: 0, south: 0 };
const rate = async (currency) => (await turn(), currency === 'USD' ? 2 : 1);

async function book(invoice) {
  revenue[invoice.region] += invoice.amount * (await rate(invoice.currency));
}
class Totals {
  byDay = {};
  async add(entry) { this.byDay[`day-${entry.day}`] -= await rate(entry.currency); } // prettier-ignore
}
(async () => {
  const totals = new Totals();
  totals.byDay['day-1'] = 10;
  const bills = ['USD', 'EUR', 'USD'].map((currency) => ({ region: 'north', amount: 10, currency, day: 1 }));
  await Promise.all(bills.map((bill) => book(bill)));
  await Promise.all(bills.map((bill) => totals.add(bill)));
  console.log(revenue, totals.byDay);
})();
