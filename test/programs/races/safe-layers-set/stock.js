'use strict';
const rows = require('./rows');

exports.get = (id) => rows.get(id);

exports.set = (id, row) => rows.set(id, { ...row, changed: true });
