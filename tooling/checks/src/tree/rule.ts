import type { Finding } from '../check.ts';

/** A source file with its text. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** One rule about one file: what is wrong with it, in words, or nothing. */
export interface FileRule {
  readonly name: string;
  readonly complain: (file: TextFile) => readonly string[];
}

/** Applies rules to files. */
export function judge(rules: readonly FileRule[], files: readonly TextFile[]): Finding[] {
  return files.flatMap((file) =>
    rules.flatMap((rule) => rule.complain(file).map((message) => ({ rule: rule.name, file: file.path, message }))),
  );
}
