'use strict';
exports.it = (title, body) => {
  body().then(
    () => console.log('ok', title),
    (error) => console.log('not ok', title, error.message),
  );
};
process.on('unhandledRejection', (error) => console.log('nobody handled', error.message));
