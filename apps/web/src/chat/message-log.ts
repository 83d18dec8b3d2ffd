import { byId } from '../dom.ts';
import { createKeyedList } from '../keyed-list.ts';
import type { MessageDeeds } from './deeds.ts';
import { createRow } from './message-row.ts';
import type { Row } from './rows.ts';

/** Where the messages of a conversation scroll by. */
export interface MessageLog {
  /** Whether the newest message is in sight. */
  readonly isAtEnd: boolean;
  show(rows: readonly Row[]): void;
  toEnd(): void;
  /** Begins anew, for another conversation. */
  clear(): void;
}

/** What a log stands on. */
export interface LogParts {
  deeds: MessageDeeds;
  viewerId(): string;
  /** Called when the oldest message comes into sight. */
  onStart(): void;
  /** Called when the newest comes into sight or leaves it. */
  onEnd(): void;
}

const nearEnd = 48;
const nearStart = 300;

/** Takes hold of the log. NOTE: what is read stays where it is while older ones, newer ones and images come; at the end the newest stays in sight. */
export function createMessageLog({ deeds, viewerId, onStart, onEnd }: LogParts): MessageLog {
  const log = byId('message-log', HTMLElement);
  const list = byId('message-list', HTMLOListElement);
  const fresh = (): ((rows: readonly Row[]) => void) =>
    createKeyedList<Row>(
      list,
      ({ key }) => key,
      (row) => createRow(row, viewerId(), deeds),
    );
  let draw = fresh();
  let isAtEnd = true;

  const toEnd = (): void => {
    log.scrollTop = log.scrollHeight;
    note(true);
  };
  const note = (atEnd: boolean): void => {
    if (atEnd === isAtEnd) return;
    isAtEnd = atEnd;
    onEnd();
  };
  const look = (): void => {
    note(log.scrollHeight - log.scrollTop - log.clientHeight < nearEnd);
    if (log.scrollTop < nearStart) onStart();
  };

  log.tabIndex = 0;
  log.addEventListener('scroll', look, { passive: true });
  const resized = new ResizeObserver(() => {
    if (isAtEnd) toEnd();
  });
  resized.observe(log);
  resized.observe(list);

  return {
    get isAtEnd() {
      return isAtEnd;
    },
    show: (rows) => {
      const anchor = isAtEnd ? null : firstInSight(log, list);
      draw(rows);
      if (isAtEnd) toEnd();
      else if (anchor?.line.isConnected) log.scrollTop = anchor.line.offsetTop - anchor.offset;
      if (log.scrollTop < nearStart) onStart();
    },
    toEnd,
    clear: () => {
      list.replaceChildren();
      draw = fresh();
      note(true);
    },
  };
}

function firstInSight(log: HTMLElement, list: HTMLElement): { line: HTMLElement; offset: number } | null {
  const lines = [...list.children].filter((line) => line instanceof HTMLElement);
  const line = lines.find((one) => one.classList.contains('said') && one.offsetTop + one.offsetHeight > log.scrollTop);
  return line ? { line, offset: line.offsetTop - log.scrollTop } : null;
}
