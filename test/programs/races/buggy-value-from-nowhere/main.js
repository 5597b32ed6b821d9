// expect: race.order.use-before-init job.js:3,main.js:14
'use strict';
// The feeder of a printer is put in by a timer, and pages are printed before: nothing makes them wait for it. The first page is lost.
const { Printer } = require('./printer.js');
const { print } = require('./job.js');
const { Feeder } = require('./feeder.js');

const printer = new Printer('hall');
function page(number, after) {
  return new Promise((resolve, reject) => setTimeout(() => print(printer, number) ? resolve(number) : reject(new Error('no paper')), after));
}

setTimeout(() => {
  printer.tray.feeder = new Feeder(4);
}, 25);

process.on('uncaughtException', (error) => console.log(error.constructor.name));
Promise.allSettled([page(2, 50), page(3, 60)]).then((printed) => console.log(printed.length, printer.done));
page(1, 1);
