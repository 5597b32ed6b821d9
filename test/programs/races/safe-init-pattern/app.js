'use strict';
module.exports = { locals: {} };
