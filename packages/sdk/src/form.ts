/** How far an upload has come, in bytes; the form around the file counts too. */
export interface UploadProgress {
  loaded: number;
  total: number;
}

/** The input as a form; fields that are undefined are left out. */
export function formOf(input: unknown): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(Object(input))) {
    if (value instanceof Blob) form.append(name, value);
    else if (value !== undefined) form.append(name, String(value));
  }
  return form;
}
