/**
 * An answer that is JSON already, in the spelling of the door that was knocked at: parsed, renamed and written once more
 * it would cost more than to read it from the database.
 */
export class Written<Answer> {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** For whoever makes JSON of what it stands in, like tRPC of a batch. */
  toJSON(): Answer {
    return JSON.parse(this.text);
  }
}

export const textOf = (answer: unknown): string =>
  answer instanceof Written ? answer.text : JSON.stringify(answer);
