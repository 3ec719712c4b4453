/** Why plans cannot be made or applied, in one line. */
export class PlanError extends Error {}
