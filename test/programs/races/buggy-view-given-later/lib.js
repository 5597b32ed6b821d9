'use strict';

function count(seen, kind) {
  seen[kind] = seen[kind] + 1;
}

module.exports = { count };
