'use strict';
const sent = [];

exports.transmit = (rows, done) => {
  const text = rows.map((row) => row.trim()).join(';');
  setTimeout(() => {
    sent.push(text);
    done(null);
  }, 40);
};
exports.sent = sent;
