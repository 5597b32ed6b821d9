'use strict';
let current = { user: 'nobody' };

module.exports = {
  enter(user) {
    current = { user };
  },
  get user() { return current.user; }, // prettier-ignore
};
