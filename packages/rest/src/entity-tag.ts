/** Whether the header If-None-Match names what a tag stands for, weakly compared (RFC 9110). */
export function namesTag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const bare = bareTag(etag);
  return header.split(',').some((one) => one.trim() === '*' || bareTag(one.trim()) === bare);
}

function bareTag(tag: string): string {
  return tag.replace(/^W\//, '');
}
