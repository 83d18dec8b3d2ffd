/** One look at a packed tarball; what it answers is wrong with the package. */
export interface PackStep {
  readonly name: string;
  readonly remedy: string;
  examine(tarball: string): Promise<readonly string[]>;
}
