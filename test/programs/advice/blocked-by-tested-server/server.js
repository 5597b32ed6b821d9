'use strict';
const http = require('node:http');

/** So much processor time and nothing else. */
function busy(ms) {
  const until = process.cpuUsage().user + ms * 1000;
  while (process.cpuUsage().user < until) {}
}

function answer(request, response) {
  busy(250);
  response.end('late');
}

exports.start = (done) => http.createServer(answer).listen(0, done);
