// expect: race.atomicity stock.mjs:15,22
import { Stock } from './stock.mjs';

const stock = new Stock({ bolt: 100, nut: 40 });
await Promise.all([stock.ship('bolt', 30), stock.ship('bolt', 20), stock.receive('bolt', 15), stock.ship('nut', 5)]);
console.log('bolts', (await stock.count('bolt')) > 0);
