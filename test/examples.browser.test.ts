import { expect, it } from "vitest";
import { commands } from "vitest/browser";

it("the page trains a policy that balances the pole", async () => {
  const page = await commands.readFile("examples/browser/index.html");
  document.body.innerHTML = /<body>(.*?)<script/s.exec(page)![1]!;
  await import("../examples/browser/main.js");
  const status = (document.getElementById("status") as HTMLOutputElement).value;
  expect(Number(/mean return ([\d.]+)$/.exec(status)![1])).toBeGreaterThan(300);
  const download = document.getElementById("download") as HTMLAnchorElement;
  expect((await (await fetch(download.href)).arrayBuffer()).byteLength).toBeGreaterThan(10_000);
});
