// expect: nothing
// One function for all messages of a ferry office: one kind asks the harbour for a berth, and another one counts what the boats report, which is over when as many have reported as there are.
const { EventEmitter } = require('node:events');

const office = new EventEmitter();
const state = { expected: -1, reported: 0, total: 0, seats: 40 };
const lines = [];

function berthOf(seats) {
  return new Promise((resolve) => setTimeout(resolve, 30, `berth 7 of ${seats}`));
}

function askBoats(onReport) {
  onReport(4);
  setTimeout(onReport, 60, 6);
}

function checkComplete() {
  lines.push(`${state.reported} of ${state.expected}`);
  if (state.expected === state.reported) lines.push(`seats ${state.total}`);
}

office.on('message', (message) => {
  switch (message.kind) {
    case 'count':
      askBoats((seats) => {
        state.total += seats;
        state.reported++;
        checkComplete();
      });
      break;
    case 'berth':
      berthOf(state.seats).then((found) => {
        lines.push(`${found} for ${state.seats}`);
      });
      break;
  }
});

office.emit('message', { kind: 'count' });
office.emit('message', { kind: 'berth' });
setTimeout(() => {
  state.expected = 2;
  checkComplete();
}, 30);
setTimeout(() => console.log(lines.join(';')), 130);
