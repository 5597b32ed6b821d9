// expect: nothing
// The close comes while the folder is still looked up, which asks for that before it watches it.
'use strict';
const fs = require('node:fs');

function Sentry() {
  this.watchers = [];
  this.closed = false;
}

Sentry.prototype.add = function (folder) {
  const self = this;
  fs.realpath(folder, function (err, real) {
    if (err) return;
    fs.stat(real, function (error, stats) {
      if (self.closed) return;
      if (error || !stats.isDirectory()) return;
      console.log('found');
      self.watchers.push(fs.watch(real, { persistent: false }));
    });
  });
};

Sentry.prototype.close = function () {
  if (this.closed) return;
  this.closed = true;
  this.watchers.forEach((watcher) => watcher.close());
  this.watchers = [];
};

const sentry = new Sentry();
sentry.add(__dirname);
setImmediate(() => sentry.close());
