'use strict';
const table = require('./table');

const reserved = new Set();

function free(slug, base, n) {
  if (reserved.has(slug)) return free(`${base}-${n}`, base, n + 1);
  reserved.add(slug);
  return table.findOne({ slug }).then((found) => (found ? free(`${base}-${n}`, base, n + 1) : slug));
}

exports.slugFor = (title) => free(title.toLowerCase(), title.toLowerCase(), 2);
