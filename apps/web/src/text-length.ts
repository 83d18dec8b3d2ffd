/** Characters as people count them. */
export function lengthOf(text: string): number {
  return [...new Intl.Segmenter().segment(text)].length;
}
