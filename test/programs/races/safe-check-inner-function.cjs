// expect: nothing
// The name is taken in the step that has found it free: by the callback that the search calls.
'use strict';

function Channels() {
  this.byName = {};
  this.opened = [];
  this.owners = [];
}

Channels.prototype.find = function (name, callback) {
  const self = this;
  setTimeout(function () {
    callback(null, self.byName[name] || null);
  }, 3);
};

Channels.prototype.freeName = function (topic, callback) {
  const self = this;
  const stem = topic.trim().toLowerCase().replaceAll(' ', '-');
  (function tryNumber(number) {
    const name = number === 0 ? stem : stem + '-' + number;
    self.find(name, function (error, channel) {
      if (error) {
        return callback(error);
      }
      if (!channel) {
        self.byName[name] = { topic };
        return callback(null, name);
      }
      tryNumber(number + 1);
    });
  })(0);
};

Channels.prototype.open = function (topic, owner, callback) {
  const self = this;
  this.freeName(topic, function (error, name) {
    if (error) {
      return callback(error);
    }
    setTimeout(function () {
      self.owners.push(owner);
      self.opened.push(name);
      callback(null, name);
    }, 60);
  });
};

const channels = new Channels();
let left = 2;
function opened(error) {
  if (error) {
    throw error;
  }
  left--;
  if (left === 0) {
    console.log(channels.opened.length, 'opened,', Object.keys(channels.byName).length, 'there');
  }
}
channels.open('Night shift', 'ana', opened);
setTimeout(function () {
  channels.open('night shift', 'bo', opened);
}, 2);
