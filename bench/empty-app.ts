import { App, TerraformStack } from "cdktf";

// The least that `cdktf synth` can be asked for, so the time that it takes is the command's own.
const app = new App({ stackTraces: false });
new TerraformStack(app, "empty");
app.synth();
