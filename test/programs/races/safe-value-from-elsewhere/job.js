'use strict';
exports.print = function print(printer, page) {
  printer.tray.feeder.last = page;
  const isPrinted = printer.tray.feeder.take();
  if (isPrinted) printer.done++;
  return isPrinted;
};
