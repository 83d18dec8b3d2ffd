/** Makes a task run a while after it was asked for, once however often that was. */
export function onceIn(ms: number, task: () => void): () => void {
  let isPlanned = false;
  return () => {
    if (isPlanned) return;
    isPlanned = true;
    setTimeout(() => {
      isPlanned = false;
      task();
    }, ms);
  };
}
