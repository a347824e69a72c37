using Xunit.Sdk;
using Xunit.v3;

// The classes share one engine, and each is checked for leftovers after its tests. Therefore they do not run in parallel.
[assembly: Parallelization(Mode = ParallelMode.None)]

// No secret of the tests may appear in a log, an exception, a process argument, a label or a file.
[assembly: AssemblyFixture(typeof(ContainerKit.Engine.Tests.Support.SecretWatchFixture))]
