// A closed loop of concurrent callers for a bounded time; prints what tests/benchmarks/load.py reads.
export async function drive(concurrent, seconds, call) {
  const latencies = [];
  const started = performance.now();
  const end = started + seconds * 1000;
  const caller = async (number) => {
    while (performance.now() < end) {
      const before = performance.now();
      await call(number);
      latencies.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: concurrent }, (_, number) => caller(number)));
  const took = (performance.now() - started) / 1000;
  latencies.sort((one, other) => one - other);
  const at = (percent) => latencies[Math.min(latencies.length - 1, Math.floor((latencies.length * percent) / 100))];
  console.log(JSON.stringify({ calls: latencies.length, seconds: took, p50_ms: at(50), p99_ms: at(99) }));
}
