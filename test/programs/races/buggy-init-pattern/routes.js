'use strict';
const app = require('./app');

module.exports = (request, response) => {
  const { catalogue } = app.locals;
  response.end(String(catalogue.find('http')));
};
