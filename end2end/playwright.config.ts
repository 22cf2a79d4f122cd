import { defineConfig } from "@playwright/test";

// The server under test is started by scripts/end2end.sh, which says where it is.
export default defineConfig({
  testDir: "tests",
  outputDir: "results",
  workers: 1,
  retries: 0,
  timeout: 45_000,
  reporter: [["list"]],
  use: {
    actionTimeout: 10_000,
    baseURL: process.env.PFORTE_PUBLIC_URL ?? "http://localhost:3210",
    locale: "en-GB",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    },
  },
  projects: [
    { name: "with-script", use: { javaScriptEnabled: true } },
    { name: "without-script", use: { javaScriptEnabled: false } },
  ],
});
