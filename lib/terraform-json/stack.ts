/** Where something comes from. */
export interface Source {
  /** The stack that it is in, such as `nat-instance`. */
  readonly stack: string;
  /** Its address in Terraform, such as `aws_instance.nat_b`. */
  readonly address: string;
}

export type Values = Readonly<Record<string, unknown>>;

/** Arguments as they stand in the JSON: a resource's, or those of one of its inline blocks. */
export interface Block extends Source {
  readonly values: Values;
  /** Read from a state: its values are what AWS answered. */
  readonly deployed: boolean;
}

export interface Resource extends Block {
  readonly type: string;
}

export interface Backend {
  readonly type: string;
  readonly config: Values;
}

/** One Terraform configuration or state. */
export interface Stack {
  readonly name: string;
  /** Where Terraform runs, which relative paths start from. */
  readonly folder: string;
  readonly resources: readonly Resource[];
  /** Data sources by `type.name`. */
  readonly data: Values;
  readonly outputs: Values;
  readonly locals: Values;
  /** The defaults of variables that have one. */
  readonly variables: Values;
  /** The calls of modules, whose content is not read. */
  readonly modules: readonly string[];
  readonly backend: Backend;
  /** The provider's region, which may be an expression. */
  readonly region?: unknown;
}
