import { EventEmitter } from 'node:events';
import { forecast } from './forecast.mjs';

export class Panel extends EventEmitter {
  city = '';
  days = [];

  choose(city) {
    this.city = city;
    forecast(city).then((days) => this.#show(days));
  }

  #show(days) {
    if (days.length === 0) return;
    this.days = days;
    this.emit('changed', this);
  }
}
