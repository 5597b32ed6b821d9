'use strict';

process.on('unhandledRejection', (error) => {
  console.error(error.message);
  process.exit(3);
});

setTimeout(async () => {
  throw new Error('none');
}, 10);
