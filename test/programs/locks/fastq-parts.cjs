// expect: lock.queue-self-wait 7 exit 0
const fastq = require('fastq');
const images = fastq.promise(render, 2);
async function render(job) {
  await new Promise((resolve) => setTimeout(resolve, 3));
  if (job.parts === undefined) return job.name;
  const parts = await Promise.all(job.parts.map((name) => images.push({ name })));
  return `${job.name}(${parts.join('+')})`;
}
const pages = ['cover', 'index'].map((name) => images.push({ name, parts: [`${name}-top`, `${name}-end`] }));
Promise.all(pages).then((all) => console.log(all.join(' ')));
