'use strict';

module.exports = function createCrews(fleet) {
  function board(crew, sailor, callback) {
    fleet.lookUp(crew, (error, { members } = {}) => {
      if (error) {
        callback(error);
        return;
      }
      if (members.includes(sailor)) {
        callback(null, false);
        return;
      }
      fleet.lookUp(sailor, (missing) => {
        if (missing) {
          callback(missing);
          return;
        }
        const value = { members: sailor };
        fleet.change(crew, { operation: 'add', value }, (failed) => callback(failed, !failed));
      });
    });
  }

  return { board };
};
