'use strict';
const state = require('./state');

exports.quote = (req, res) => {
  res.end(String(20 * state.rates.EUR));
};
