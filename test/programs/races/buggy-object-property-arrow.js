// expect: race.atomicity 7,9
const { setTimeout: delay } = require('node:timers/promises');

const state = { visits: 0 };
module.exports = state;
const visit = async () => {
  const old = state.visits;
  await delay(1);
  state.visits = old + 1;
};

Promise.all([visit(), visit()]).then(() => console.log(state.visits));
