/** Does something if the page is looked at: in sight, and the window that keys go to. */
export function whenSeen(task: () => unknown): void {
  if (!document.hidden && document.hasFocus()) task();
}
