using Xunit.Sdk;
using Xunit.v3;

// The tests share one swarm, and some of them stop its nodes. Therefore they do not run in parallel.
[assembly: Parallelization(Mode = ParallelMode.None)]
