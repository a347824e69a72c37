using ContainerKit.Http;

namespace ContainerKit.Builds;

/// <summary>Where a build is: its step, and the end of what that wrote. Passes lines and typed news on to those who want them.</summary>
internal sealed class BuildProgress(string doing, Action<string>? onLine, Action<PlanProgress>? progress)
{
    public string? ImageId { get; set; }

    private BuildStepProgress? _last;
    private BuildStepProgress? _failed;

    /// <summary>The piece of work that an error is about: the one that failed, or else the last that began.</summary>
    public BuildStepProgress? Current => _failed ?? _last;

    /// <summary>Whether the build has come so far that it may have made the image, whatever becomes of its answer.</summary>
    public bool MayHaveMade { get; set; }

    public void Begin(BuildStepProgress work, string line)
    {
        _last = work;
        Show(line);
        Report(new PlanProgress(PlanProgressKind.BuildStep, doing) { BuildStep = work.Number, BuildSteps = work.Count, Line = work.Instruction });
    }

    /// <summary>Of all that fail, the first failed by itself; the others were stopped because of it.</summary>
    public void Fail(BuildStepProgress work) => _failed ??= work;

    public void Output(BuildStepProgress? work, string line)
    {
        work?.Remember(line);
        Show(line);
        Report(new PlanProgress(PlanProgressKind.BuildOutput, doing) { BuildStep = work?.Number, BuildSteps = work?.Count, Line = line });
    }

    /// <summary>A line of the builder's own, that no step wrote.</summary>
    public void Show(string line)
    {
        if (onLine is not null) UserCallback.Run(onLine, line);
    }

    public void Report(PlanProgress news)
    {
        if (progress is not null) UserCallback.Run(progress, news);
    }
}
