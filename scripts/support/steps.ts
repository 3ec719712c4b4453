import { Listr, ListrTask, PRESET_TIMER } from "listr2";

/** Runs steps one after the other, each a line with the time that it took. */
export async function inSteps(steps: ListrTask[]): Promise<void> {
  await new Listr(steps, {
    // Its own handling of Ctrl-C ends the process before anything is taken down.
    registerSignalListeners: false,
    rendererOptions: { timer: PRESET_TIMER },
    fallbackRendererOptions: { timer: PRESET_TIMER },
  }).run();
}
