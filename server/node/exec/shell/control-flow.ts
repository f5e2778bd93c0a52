/** What leaves more than one command at once. */

export class BreakLoop extends Error {
  readonly levels: number;
  constructor(levels: number) {
    super('break');
    this.levels = levels;
  }
}

export class ContinueLoop extends Error {
  readonly levels: number;
  constructor(levels: number) {
    super('continue');
    this.levels = levels;
  }
}

export class ReturnFrom extends Error {
  readonly status: number;
  constructor(status: number) {
    super('return');
    this.status = status;
  }
}

export class ExitShell extends Error {
  readonly status: number;
  constructor(status: number) {
    super('exit');
    this.status = status;
  }
}
