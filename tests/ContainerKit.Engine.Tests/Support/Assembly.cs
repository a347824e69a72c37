using Xunit.Sdk;
using Xunit.v3;

// One class after the other: each is asked afterwards what it left on the engine that all of them share.
[assembly: Parallelization(Mode = ParallelMode.None)]
