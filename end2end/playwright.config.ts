import { defineConfig } from "@playwright/test";

// The server under test is started by scripts/end2end.sh, which says where it is.
export default defineConfig({
  testDir: "tests",
  outputDir: "results",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
    baseURL: process.env.PFORTE_PUBLIC_URL ?? "http://localhost:3210",
    locale: "en-GB",
    // Colours are measured where they end, not on their way.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    },
  },
  projects: [
    { name: "with-script", use: { javaScriptEnabled: true } },
    // What people do works without script as well; the other files are about scripts, or look at the same pages.
    { name: "without-script", use: { javaScriptEnabled: false }, testMatch: ["journeys.spec.ts", "second-factors.spec.ts", "trusted.spec.ts", "organisations.spec.ts", "overview.spec.ts", "search.spec.ts", "changes.spec.ts", "export.spec.ts"] },
  ],
});
