// expect: none exit 0
// Metrics are pushed by whoever has some, who does not wait for that, through a client that tells nothing; and nothing comes after it.
const client = { request: (options, answered) => ({ options, answered, end() {} }) };

async function push(name) {
  return new Promise((resolve) => {
    client.request({ name }, resolve).end();
  });
}

function step(text, run) {
  run();
  console.log(text);
}

step('one', () => {
  push('requests');
});
step('two', () => {
  push('errors');
});
