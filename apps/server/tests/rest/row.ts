import type { Name, Person, Stage } from './stage.ts';

/** Makes the input of a call that succeeds for the one whom the things belong to, who may be the caller himself. */
export type MakeInput = (stage: Stage, me: Person) => object | Promise<object>;

/** How a procedure is called soundly. */
export interface Row {
  make: MakeInput;
  /** Set where the call ends sessions or changes who the caller is: somebody new makes it. */
  isOfNewcomer?: true;
  /** Whose things they are, when not the owner's. */
  owner?: Name;
}

/** Rows by the path of their procedure, and by its second route where that takes another input. */
export type Rows = Readonly<Record<string, Row>>;

/** A row of things that belong to the owner. */
export const of = (make: MakeInput): Row => ({ make });

/** A row whose caller is somebody new. */
export const ofNewcomer = (make: MakeInput): Row => ({ make, isOfNewcomer: true });

/** A row of things that belong to somebody else than the owner. */
export const owned = (owner: Name, make: MakeInput): Row => ({ make, owner });

/** A row without input. */
export const bare: Row = of(() => ({}));

/** A row of a page that is not the last one. */
export const page: Row = of(() => ({ limit: 2 }));
