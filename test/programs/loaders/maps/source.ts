interface Job {
  name: string;
}

export function run(job: Job): void {
  console.log(job.name);
  if (job.name === 'second') throw new Error('mapped');
}
run({ name: 'first' });
run({ name: 'second' });
