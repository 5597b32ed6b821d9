// expect: hang.exit-pending 6 exit 0
// Metrics are pushed through a client that tells nothing, and what is to come after it never does.
const client = { request: (options, answered) => ({ options, answered, end() {} }) };

async function push(name) {
  await new Promise((resolve) => {
    client.request({ name }, resolve).end();
  });
  console.log('pushed', name);
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
