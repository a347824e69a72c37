namespace ContainerKit;

/// <summary>
/// News of a chain at work, reported in order on the thread that works. Give a synchronous <see cref="IProgress{T}"/>:
/// .NET's own Progress class reports out of order.
/// </summary>
/// <param name="Kind">What it tells of.</param>
/// <param name="Step">The step, as <see cref="Plan{T}.ToString"/> draws it.</param>
public sealed record PlanProgress(PlanProgressKind Kind, string Step)
{
    /// <summary>The layer that moved on, by its short id; null for news of the whole image.</summary>
    public string? Layer { get; init; }

    /// <summary>Where the layer is on its way; <see cref="TransferPhase.Other"/> for news of the whole image.</summary>
    public TransferPhase Phase { get; init; }

    /// <summary>What the engine says of the layer or the image, such as <c>Downloading</c>.</summary>
    public string? Status { get; init; }

    /// <summary>Bytes of the layer done so far in this phase, where the engine tells.</summary>
    public long? Current { get; init; }

    /// <summary>Bytes of the layer in all, where the engine tells.</summary>
    public long? Total { get; init; }

    /// <summary>The number of the Dockerfile's instruction, from 1; of a build with BuildKit, within its stage. Null where the engine does not tell.</summary>
    public int? BuildStep { get; init; }

    /// <summary>How many instructions there are to be.</summary>
    public int? BuildSteps { get; init; }

    /// <summary>A build's news: the instruction that begins, or the line of output.</summary>
    public string? Line { get; init; }

    /// <summary>How long the step took; only when it is done.</summary>
    public TimeSpan? Elapsed { get; init; }

    /// <summary>The news on one line.</summary>
    public override string ToString() => Kind switch
    {
        PlanProgressKind.Started => Step,
        PlanProgressKind.Finished => $"{Step}: done in {Elapsed?.TotalSeconds ?? 0:0.00} s",
        PlanProgressKind.BuildStep => (BuildStep is null ? "" : $"[{BuildStep}/{BuildSteps}] ") + Line,
        PlanProgressKind.BuildOutput => Line ?? "",
        _ => (Layer is null ? "" : Layer + ": ") + Status + (Total is > 0 ? $" {100 * Current / Total}%" : ""),
    };
}
