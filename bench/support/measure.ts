export interface Measured {
  seconds: number;
  /** Highest resident memory above what the process had before, in MiB. */
  peakMb: number;
  /** What the work counted. */
  records: number;
}

/** Runs a piece of work once and tells its wall-clock time and peak memory. */
export async function measure(work: () => Promise<number>): Promise<Measured> {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let peak = before;
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
  const start = performance.now();
  const records = await work();
  const seconds = (performance.now() - start) / 1000;
  clearInterval(timer);
  peak = Math.max(peak, process.memoryUsage.rss(), process.resourceUsage().maxRSS * 1024);
  return { seconds, peakMb: (peak - before) / 2 ** 20, records };
}
