using Xunit.Sdk;
using Xunit.v3;

// The classes share one engine, and each is checked for leftovers after its tests. Therefore they do not run in parallel.
[assembly: Parallelization(Mode = ParallelMode.None)]
