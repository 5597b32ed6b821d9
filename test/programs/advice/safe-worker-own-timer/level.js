'use strict';
let level = 0;

exports.every = (ms, tell) => setInterval(() => tell(++level), ms);
