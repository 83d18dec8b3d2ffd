/** One thing that a check found wrong. `rule` is what a fixture names to prove that the rule can fail. */
export interface Finding {
  readonly rule: string;
  readonly file: string;
  readonly message: string;
}

/** What one look at a tree brought. Warnings are shown and never fail. */
export interface Inspection {
  readonly findings: readonly Finding[];
  readonly summary: string;
  readonly warnings?: readonly string[];
}

/** A check looks at the tree under `root`; the same code looks at the real tree and at the fixture that must fail. */
export interface Check {
  readonly name: string;
  /** What the reader does when it fails. */
  readonly remedy: string;
  /** Every rule that can be reported; each must be broken on purpose in `fixtures/<name>`. */
  readonly rules: readonly string[];
  /** Settings of the repository that the fixture is judged by. */
  readonly borrows?: readonly string[];
  inspect(root: string): Promise<Inspection>;
}
