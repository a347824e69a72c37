using BenchmarkDotNet.Running;
using ContainerKit.MicroBenchmarks;

// Measures code that needs no engine, with its allocations. Usage: dotnet run -c Release -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(OutputBenchmarks).Assembly).Run(args);
