// expect: nothing
'use strict';
// Every printer has a feeder from the start, which its constructor gives it. When the paper is used up a timer puts in another one: pages that came before had the first.
const { Printer } = require('./printer.js');
const { print } = require('./job.js');
const { Feeder } = require('./feeder.js');

const printer = new Printer('hall');

function page(number, after) {
  return new Promise((resolve) => setTimeout(() => resolve(print(printer, number)), after));
}

setTimeout(() => {
  printer.tray.feeder = new Feeder(2);
}, 25);

Promise.all([page(1, 1), page(2, 3), page(3, 5), page(4, 60)]).then((printed) => console.log(printed.join(), printer.done));
