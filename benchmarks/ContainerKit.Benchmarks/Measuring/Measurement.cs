namespace ContainerKit.Benchmarks.Measuring;

/// <summary>The medians of one contestant. Memory and processor time are null for another process.</summary>
internal sealed record Measurement(
    Contestant Contestant, double Ratio, double Milliseconds, double? ProcessorMilliseconds, double? AllocatedBytes, long? PeakBytes);
