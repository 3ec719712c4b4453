/** A value that a plan does not have yet. */
export abstract class LaterValue {}

/** Another resource's attribute, in the same stack. */
export class AttributeOf extends LaterValue {
  constructor(
    readonly address: string,
    readonly attribute: string,
  ) {
    super();
  }
}

/** What the configuration says, whose texts are templates; where that cannot be followed, the plan's own value. */
export class Expression extends LaterValue {
  constructor(
    readonly value: unknown,
    readonly otherwise?: unknown,
  ) {
    super();
  }
}

/** Nothing that can be followed. */
export class Unknown extends LaterValue {}
