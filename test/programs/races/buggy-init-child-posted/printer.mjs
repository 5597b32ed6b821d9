// The paper is told by one message, and used for another: which comes first is left to who sends them.
let paper;

function print({ text }) {
  return text.padEnd(paper.columns, '.');
}

process.on('message', (message) => {
  if (message.paper) paper = message.paper;
  else process.send({ line: print(message) });
});

process.send({ isOpen: true });
