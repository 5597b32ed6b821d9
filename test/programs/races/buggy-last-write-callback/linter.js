'use strict';
exports.run = function (text, done) {
  setTimeout(() => done(null, String(text.length)), text.includes('red') ? 800 : 10);
};
