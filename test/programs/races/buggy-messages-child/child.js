'use strict';

const lists = { seen: [] };

process.on('message', ({ id, op, name, value }) => {
  switch (op) {
    case 'get':
      process.send({ id, value: lists[name] });
      break;
    case 'set':
      lists[name] = value;
      process.send({ id });
      break;
    case 'add':
      lists[name].push(value);
      process.send({ id });
  }
});
