'use strict';
const app = require('./app');

module.exports = (request, response) => {
  const { catalogue } = app.locals;
  if (!catalogue) {
    response.statusCode = 503;
    return response.end();
  }
  response.end(String(catalogue.find('http')));
};
