'use strict';
const { find } = require('./herd');

exports.milk = async function milk(name) {
  const cow = await find(name);
  await new Promise((resolve) => setTimeout(resolve, 20));
  cow.stall = 'parlour';
  cow.litres = 0;
};
