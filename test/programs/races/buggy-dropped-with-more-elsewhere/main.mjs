// expect: race.atomicity tickets.mjs:18,tickets.mjs:14
// The dishes of a table are printed, and then all that stands under its number is dropped, by two methods of another file.
import { setTimeout as sleep } from 'node:timers/promises';
import { Tickets } from './tickets.mjs';

const tickets = new Tickets();

async function print(printer) {
  for (const table of tickets.tables()) {
    await printer(table, tickets.dishes(table));
    tickets.done(table);
  }
}

const printer = (table, text) => sleep(text.length * 10);
tickets.order(4, 'soup');
const printing = print(printer);
setTimeout(() => tickets.order(4, 'fish'), 15);
await printing;
await sleep(20);
await print(printer);
