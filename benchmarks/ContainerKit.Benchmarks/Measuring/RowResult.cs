namespace ContainerKit.Benchmarks.Measuring;

/// <summary>The measurements of a row.</summary>
internal sealed record RowResult(string Name, string Title, int Rounds, IReadOnlyList<Measurement> Measurements);
