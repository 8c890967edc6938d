import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    include: ["packages/*/src/**/*.test.ts", "corpus/src/**/*.test.ts", "tools/**/*.test.ts", "bench/**/*.test.ts"],
    // Both cores: most of what tests do is to wait for processes and disks.
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
