'use strict';
const table = require('./table');

function free(slug, base, n) {
  return table.findOne({ slug }).then((found) => (found ? free(`${base}-${n}`, base, n + 1) : slug));
}

exports.slugFor = (title) => free(title.toLowerCase(), title.toLowerCase(), 2);
