import { setTimeout as sleep } from 'node:timers/promises';

export class Printer {
  waiting = [];
  isBusy = false;

  print(sheet) {
    return new Promise((resolve, reject) => {
      this.waiting.push({ sheet, resolve, reject });
      this.work();
    });
  }

  async work() {
    if (this.isBusy) return;
    const job = this.waiting.shift();
    if (job === undefined) return;
    this.isBusy = true;
    await sleep(20);
    this.isBusy = false;
    if (job.sheet.pages > 0) job.resolve(job.sheet.pages);
    await this.work();
  }
}
