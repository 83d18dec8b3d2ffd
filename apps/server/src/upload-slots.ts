import type { ServerResponse } from 'node:http';
import { DomainError, type Identity } from '@rookery/api';

const most = { inAll: 24, perCaller: 3 };

/** Bounds how many forms are taken in at once, since each lies on the disk, and an image in memory, until it is answered. */
export interface UploadSlots {
  /** Takes a place until the answer is out, or refuses. */
  take(identity: Identity, res: ServerResponse): void;
}

/** Makes the places of one process; those who have not signed in get none, for they may not upload. */
export function createUploadSlots(): UploadSlots {
  const taken = new Map<string, number>();
  let total = 0;
  const leave = (id: string): void => {
    total -= 1;
    const left = (taken.get(id) ?? 1) - 1;
    if (left > 0) taken.set(id, left);
    else taken.delete(id);
  };
  return {
    take: (identity, res) => {
      // NOTE: somebody who left while it was found out who it is will not leave again.
      if (identity.kind !== 'viewer' || res.destroyed) return;
      const { id } = identity.viewer;
      const own = taken.get(id) ?? 0;
      if (total >= most.inAll || own >= most.perCaller) throw new DomainError('unavailable', { retryAfter: 2 });
      total += 1;
      taken.set(id, own + 1);
      res.once('close', () => leave(id));
    },
  };
}
