'use strict';
exports.it = (title, body) => {
  body().then(
    () => console.log('ok', title),
    (error) => console.log('not ok', title, error.message),
  );
};
