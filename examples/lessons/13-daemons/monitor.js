'use strict';
let checks = 0;

setInterval(() => checks++, 100);

module.exports = { checks: () => checks };
