// expect: nothing
'use strict';
// Tickets are read by one reader for all: it is given the bytes, and gives them back in the same step. What was found at the gate is read again in the hall, after a wait.
const { parseTicket } = require('./reader.js');
const { Hall } = require('./hall.js');

const hall = new Hall();

function arrive(data, done) {
  const ticket = parseTicket(data);
  if (ticket instanceof Error) return done(ticket);
  setTimeout(() => {
    try {
      hall.admit(ticket.name, ticket);
      done(null);
    } catch (error) {
      done(error);
    }
  }, 2);
}

let left = 4;
for (const name of ['ann', 'bob', 'cyd', 'x']) {
  arrive(Buffer.from(`\x07${name}`, 'latin1'), (error) => {
    if (error) console.log(error.message);
    if (--left === 0) console.log(hall.seats.join());
  });
}
