const queues = new Map();

export function acquire(id) {
  return new Promise((resolve) => {
    const grant = () => resolve(() => release(id));
    const queue = queues.get(id);
    if (queue) queue.push(grant);
    else {
      queues.set(id, []);
      grant();
    }
  });
}

function release(id) {
  const queue = queues.get(id);
  const next = queue.shift();
  if (next) next();
  else queues.delete(id);
}
