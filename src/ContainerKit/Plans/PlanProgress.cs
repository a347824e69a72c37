namespace ContainerKit;

/// <summary>
/// A progress report of a running plan. Reports arrive in order, on the thread that runs the plan. Use a synchronous
/// <see cref="IProgress{T}"/>: the <c>Progress</c> class of .NET may deliver reports out of order.
/// </summary>
/// <param name="Kind">The kind of the report.</param>
/// <param name="Step">The step, as <see cref="Plan{T}.ToString"/> shows it.</param>
public sealed record PlanProgress(PlanProgressKind Kind, string Step)
{
    /// <summary>The short id of the layer; null for a report on the whole image.</summary>
    public string? Layer { get; init; }

    /// <summary>
    /// The phase of the layer's transfer; <see cref="TransferPhase.Other"/> for a report on the whole image.
    /// </summary>
    public TransferPhase Phase { get; init; }

    /// <summary>The engine's text for the layer or the image, such as <c>Downloading</c>.</summary>
    public string? Status { get; init; }

    /// <summary>
    /// The bytes of the layer that this phase has processed so far; null if the engine does not report it.
    /// </summary>
    public long? Current { get; init; }

    /// <summary>The size of the layer in bytes; null if the engine does not report it.</summary>
    public long? Total { get; init; }

    /// <summary>
    /// The number of the Dockerfile instruction, starting at 1. With BuildKit it counts within the build stage. Null if
    /// the engine does not report it.
    /// </summary>
    public int? BuildStep { get; init; }

    /// <summary>
    /// The number of Dockerfile instructions, counted as <see cref="BuildStep"/> is; null if the engine does not report
    /// it.
    /// </summary>
    public int? BuildSteps { get; init; }

    /// <summary>The build instruction that started, or the line of build output.</summary>
    public string? Line { get; init; }

    /// <summary>The duration of the step; null until it has finished.</summary>
    public TimeSpan? Elapsed { get; init; }

    /// <summary>Returns the report as one line of text.</summary>
    public override string ToString() => Kind switch
    {
        PlanProgressKind.Started => Step,
        PlanProgressKind.Finished => $"{Step}: done in {Elapsed?.TotalSeconds ?? 0:0.00} s",
        PlanProgressKind.BuildStep => (BuildStep is null ? "" : $"[{BuildStep}/{BuildSteps}] ") + Line,
        PlanProgressKind.BuildOutput => Line ?? "",
        _ => (Layer is null ? "" : Layer + ": ") + Status + (Total is > 0 ? $" {100 * Current / Total}%" : ""),
    };
}
