import { TakenRoute, Way } from "../checks/take-over";
import { npmCommand } from "../tools/messages";

type Routes = readonly TakenRoute[];

/** What leads to our way out from now on, what that costs, and the way back. */
export function takenOverLines(routes: Routes): string[] {
  const taken = routes.filter(({ kind, from, to }) => isLed(kind) && to?.isOurs && !from?.isOurs);
  return withMeaning(taken, `The way back: network.takeOver: false, then ${round()}`);
}

/** What leads to where it led before, and what that costs. */
export function givenBackLines(routes: Routes): string[] {
  const given = routes.filter(({ kind, from, to }) => isLed(kind) && from?.isOurs && !to?.isOurs);
  return withMeaning(given, `To take over again: network.takeOver: true, then ${round()}`);
}

export function importedLines(routes: Routes): string[] {
  return routes
    .filter(({ kind }) => kind === "import")
    .map((route) => `${tableOf(route)}: it stays as it is, to ${wayOf(route.to)}`);
}

export function forgottenLines(routes: Routes): string[] {
  const lines = routes
    .filter(({ kind }) => kind === "forget")
    .map((route) => `${tableOf(route)}: it stays in AWS as it is, to ${wayOf(route.to)}`);
  if (lines.length === 0) return [];
  return [...lines, "Once this is applied all else can be destroyed, and no route of theirs goes with it"];
}

function round(): string {
  return `${npmCommand("plan")} && ${npmCommand("apply")}`;
}

function isLed(kind: TakenRoute["kind"]): boolean {
  return kind === "update" || kind === "create" || kind === "destroy";
}

function withMeaning(routes: Routes, back: string): string[] {
  if (routes.length === 0) return [];
  const isMoved = routes.some(({ kind }) => kind === "update");
  return [
    ...routes.map((route) => `${tableOf(route)}: ${movement(route)}`),
    ...(isMoved ? ["Open connections drop, and allow-lists of others that name the old address break"] : []),
    back,
  ];
}

function movement({ from, to, wayOutToday }: TakenRoute): string {
  if (!from) return `none until now, then to ${wayOf(to)}`;
  const led = `to ${wayOf(from)} until now, then ${to ? `to ${wayOf(to)}` : "none, as before"}`;
  if (from.isOurs || from.id === wayOutToday) return led;
  return `${led}; back it would lead to ${wayOutToday}, which the environment gives as its wayOutToday: correct that first`;
}

/** `rtb-0123456789abcdef0, which rules subnet-0123456789abcdef1` */
function tableOf({ routeTableId, subnetIds }: TakenRoute): string {
  return subnetIds.length === 0 ? routeTableId : `${routeTableId}, which rules ${subnetIds.join(", ")}`;
}

function wayOf(way: Way | undefined): string {
  const { id = "our way out, which is yet to be made", seenAs } = way ?? {};
  return seenAs === undefined ? id : `${id} (seen as ${seenAs})`;
}
