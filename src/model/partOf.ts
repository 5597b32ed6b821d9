/** Which part of a run was looked at, in words. */

/** In milliseconds since the run began. */
export interface PartTimes {
  readonly fromMs: number;
  readonly toMs: number;
  /** How long the whole run took, where that is known. */
  readonly ofMs: number | null;
}

/** '2:10 to 4:15.5 of 10:00' */
export function partOf({ fromMs, toMs, ofMs }: PartTimes): string {
  return `${clockTime(fromMs)} to ${clockTime(toMs)}${ofMs === null ? '' : ` of ${clockTime(ofMs)}`}`;
}

/** '2:10', '0:03.25', '1:00:00' */
export function clockTime(ms: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const whole = Math.round(ms);
  const [hours, minutes, seconds] = [Math.floor(whole / 3_600_000), Math.floor(whole / 60_000) % 60, Math.floor(whole / 1000) % 60];
  const rest =
    whole % 1000 === 0
      ? ''
      : `.${String(whole % 1000)
          .padStart(3, '0')
          .replace(/0+$/, '')}`;
  return `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(seconds)}${rest}`;
}
