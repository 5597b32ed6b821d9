'use strict';
let calls = 0;
const history = [];

exports.count = () => calls++;
exports.start = () => setInterval(() => history.push(calls), 30_000);
