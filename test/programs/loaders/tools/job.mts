import { describe } from './names.mts';

class Job<T extends string> {
  constructor(readonly name: T) {}
  async run(): Promise<T> {
    await null;
    console.log(describe(this.name), new Error('at').stack!.split('\n')[1]!.replace(/\(.*\//, '('));
    return this.name;
  }
}
const jobs: Job<string>[] = [new Job('one'), new Job('two')];
Promise.all(jobs.map((job) => job.run())).then((names) => {
  console.log(names.join());
  throw new Error('end');
});
