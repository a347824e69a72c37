using ContainerKit.Http;

namespace ContainerKit.Builds;

/// <summary>
/// The progress of a build: its current step and the last lines of output. Reports both to the caller's callbacks.
/// </summary>
internal sealed class BuildProgress(string operation, Action<string>? onLine, Action<PlanProgress>? progress)
{
    private BuildStepProgress? _last;
    private BuildStepProgress? _failed;

    /// <summary>The id of the image, once the builder reported it.</summary>
    public string? ImageId { get; set; }

    /// <summary>The step that an error is about: the one that failed, otherwise the last one that started.</summary>
    public BuildStepProgress? Current => _failed ?? _last;

    /// <summary>
    /// Indicates whether the build has progressed so far that the image may exist, even if the response is lost.
    /// </summary>
    public bool MayHaveCreatedImage { get; set; }

    /// <summary>Reports the start of a step.</summary>
    public void Start(BuildStepProgress step, string line)
    {
        _last = step;
        ReportLine(line);
        Report(new PlanProgress(PlanProgressKind.BuildStep, operation)
        {
            BuildStep = step.Number,
            BuildSteps = step.Count,
            Line = step.Instruction,
        });
    }

    /// <summary>
    /// Marks a step as failed. Only the first one counts: the builder stops the others because of it.
    /// </summary>
    public void Fail(BuildStepProgress step) => _failed ??= step;

    /// <summary>Reports a line of output of a step.</summary>
    public void ReportOutput(BuildStepProgress? step, string line)
    {
        step?.AddLine(line);
        ReportLine(line);
        Report(new PlanProgress(PlanProgressKind.BuildOutput, operation)
        {
            BuildStep = step?.Number,
            BuildSteps = step?.Count,
            Line = line,
        });
    }

    /// <summary>Reports a line of the builder that belongs to no step.</summary>
    public void ReportLine(string line)
    {
        if (onLine is not null) UserCallback.Run(onLine, line);
    }

    /// <summary>Reports progress to the plan's callback.</summary>
    public void Report(PlanProgress report)
    {
        if (progress is not null) UserCallback.Run(progress, report);
    }
}
