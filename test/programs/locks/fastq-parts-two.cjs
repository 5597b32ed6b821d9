// expect: none exit 0
const fastq = require('fastq');
const images = fastq.promise(render, 2);
const pages = fastq.promise(compose, 2);
async function render(job) {
  await new Promise((resolve) => setTimeout(resolve, 3));
  return job.name;
}
async function compose(job) {
  const parts = await Promise.all(job.parts.map((name) => images.push({ name })));
  return `${job.name}(${parts.join('+')})`;
}
const all = ['cover', 'index'].map((name) => pages.push({ name, parts: [`${name}-top`, `${name}-end`] }));
Promise.all(all).then((names) => console.log(names.join(' ')));
