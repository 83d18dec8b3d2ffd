import type { MediaView, Rookery } from '@rookery/sdk';
import { byId, element } from './dom.ts';
import { errorText } from './error-text.ts';
import { imageOf } from './images.ts';

const longestAlt = 1500;

/** The images that go with what is being written. */
export interface Attachments {
  readonly count: number;
  /** Whether an image is still on its way. */
  readonly isBusy: boolean;
  /** Saves what is said of the images, and gives their ids in order. */
  settle(): Promise<string[]>;
  clear(): void;
}

interface Attached {
  line: HTMLLIElement;
  alt: HTMLInputElement;
  media: MediaView | null;
  stop: AbortController;
}

/** Where images are taken. */
export interface AttachmentPlace {
  /** The id of the form, with which those of its parts begin. */
  form: string;
  /** How many at most. */
  most: number;
}

/** Lets a composer take images from its button and from the clipboard. */
export function openAttachments(
  { media }: Rookery,
  place: AttachmentPlace,
  onChange: (problem: string) => void,
): Attachments {
  const { most } = place;
  const list = byId(`${place.form}-pictures`, HTMLUListElement);
  const input = byId(`${place.form}-file`, HTMLInputElement);
  const button = byId(`${place.form}-attach`, HTMLButtonElement);
  const form = byId(place.form, HTMLFormElement);
  let all: Attached[] = [];

  const change = (next: Attached[], problem = ''): void => {
    all = next;
    list.replaceChildren(...all.map(({ line }) => line));
    button.disabled = all.length >= most;
    onChange(problem);
  };

  const attach = async (file: File): Promise<void> => {
    const progress = element('progress', { max: '1', value: '0', 'aria-label': `Sending ${file.name}` });
    const line = element('li', {}, progress);
    const alt = element('input', { 'aria-label': 'What is to be seen', placeholder: 'What is to be seen?' });
    alt.maxLength = longestAlt;
    const one: Attached = { line, alt, media: null, stop: new AbortController() };
    const remove = element('button', { type: 'button', class: 'quiet', 'aria-label': `Remove ${file.name}` }, '✕');
    remove.addEventListener('click', () => {
      one.stop.abort();
      change(all.filter((other) => other !== one));
      button.focus();
    });
    line.append(remove);
    change([...all, one]);
    try {
      one.media = await media.upload({ file }, { signal: one.stop.signal, onProgress: showOn(progress) });
      progress.replaceWith(imageOf(one.media, 'thumb', '') ?? '', alt);
      onChange('');
    } catch (error) {
      if (!one.stop.signal.aborted)
        change(
          all.filter((other) => other !== one),
          `${file.name}: ${errorText(error)}`,
        );
    }
  };

  const take = (files: FileList | null | undefined): boolean => {
    const images = [...(files ?? [])].filter(({ type }) => type.startsWith('image/')).slice(0, most - all.length);
    for (const file of images) void attach(file);
    return images.length > 0;
  };

  button.addEventListener('click', () => input.click());
  input.addEventListener('change', () => {
    take(input.files);
    input.value = '';
  });
  form.addEventListener('paste', (event) => {
    if (take(event.clipboardData?.files)) event.preventDefault();
  });

  const settle = async (): Promise<string[]> => {
    const ready = all.flatMap(({ media: view, alt }) => (view ? [{ id: view.id, said: alt.value.trim() }] : []));
    await Promise.all(ready.flatMap(({ id, said }) => (said ? [media.update({ id, alt: said })] : [])));
    return ready.map(({ id }) => id);
  };

  return {
    get count() {
      return all.length;
    },
    get isBusy() {
      return all.some((one) => one.media === null);
    },
    settle,
    clear: () => change([]),
  };
}

function showOn(progress: HTMLProgressElement): (sent: { loaded: number; total: number }) => void {
  return ({ loaded, total }) => {
    if (loaded < total) progress.value = loaded / total;
    else progress.removeAttribute('value');
  };
}
