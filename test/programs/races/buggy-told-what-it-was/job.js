class Job {
  constructor(queue, data) {
    this.queue = queue;
    this.data = data;
    this.progress = 0;
  }

  done() {
    return this.progress;
  }

  toData() {
    return JSON.stringify({ data: this.data, progress: this.progress });
  }

  save() {
    const promise = this.queue.store(this.toData());
    return promise.then((id) => {
      this.id = id;
      this.queue.jobs.set(id, this);
      return this;
    });
  }

  report(progress) {
    this.progress = progress;
    return this.queue.tell(this.id, progress);
  }
}

exports.Job = Job;
