'use strict';
exports.quote = (symbol) => new Promise((resolve) => setTimeout(resolve, symbol.length, symbol.length * 5));
