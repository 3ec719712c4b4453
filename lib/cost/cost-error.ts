/** Why something cannot be priced, in words for the person who asked. */
export class CostError extends Error {}
