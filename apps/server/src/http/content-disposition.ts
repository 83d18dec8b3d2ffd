/** A header that says whether a file is shown or kept, and under which name (RFC 6266, RFC 8187). */
export function contentDisposition(type: 'inline' | 'attachment', name: string | null): string {
  if (name === null) return type;
  const plain = name.replaceAll(/[^\x20-\x7e]|["%\\]/gu, '_');
  return `${type}; filename="${plain}"; filename*=UTF-8''${encoded(name)}`;
}

/** NOTE: these signs are left alone by `encodeURIComponent`, and mean something in a header. */
function encoded(name: string): string {
  const asPercent = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(name.toWellFormed()).replaceAll(/['()*]/g, asPercent);
}
