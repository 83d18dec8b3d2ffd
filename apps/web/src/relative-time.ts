import { element } from './dom.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const ago = new Intl.RelativeTimeFormat('en', { style: 'narrow' });
const ofThisYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const ofAnyYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short' });

/** How long ago something was, as briefly as it can be said. */
export function relativeTime(date: Date, now: Date): string {
  const age = now.getTime() - date.getTime();
  if (age < 45 * second) return 'just now';
  if (age < 59.5 * minute) return ago.format(-Math.max(1, Math.round(age / minute)), 'minute');
  if (age < 23.5 * hour) return ago.format(-Math.round(age / hour), 'hour');
  if (age < 7 * day) return ago.format(-Math.max(1, Math.round(age / day)), 'day');
  return (date.getFullYear() === now.getFullYear() ? ofThisYear : ofAnyYear).format(date);
}

/** How long until something is, in its largest unit. */
export function timeLeft(date: Date, now: Date): string {
  const left = Math.max(0, date.getTime() - now.getTime());
  const [unit, length] = unitFor(left);
  const count = Math.max(1, Math.round(left / length));
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

function unitFor(length: number): [unit: string, length: number] {
  if (length >= 2 * day) return ['day', day];
  return length >= 2 * hour ? ['hour', hour] : ['minute', minute];
}

/** A time that says how long ago it was, and the exact moment when pointed at. */
export function timeElement(date: Date): HTMLTimeElement {
  const attributes = { datetime: date.toISOString(), title: exact.format(date) };
  return element('time', attributes, relativeTime(date, new Date()));
}

/** Keeps every time on the page true. */
export function keepTimes(): void {
  setInterval(() => {
    const now = new Date();
    for (const time of document.querySelectorAll('time')) {
      const text = relativeTime(new Date(time.dateTime), now);
      if (time.textContent !== text) time.textContent = text;
    }
  }, 30 * second);
}
