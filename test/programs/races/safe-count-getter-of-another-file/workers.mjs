export async function work(line, done) {
  while (!line.isEmpty) {
    const job = await line.take();
    if (job) done.push(job);
  }
}
