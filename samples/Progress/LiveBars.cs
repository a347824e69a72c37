using System.Globalization;
using ContainerKit;
using Spectre.Console;

namespace Progress;

/// <summary>Shows the progress of a plan as bars: one for each transferred layer, and one for a build.</summary>
internal sealed class LiveBars(ProgressContext screen) : IProgress<PlanProgress>
{
    private const int DescriptionWidth = 48;

    private readonly Dictionary<string, ProgressTask> _bars = [];

    public void Report(PlanProgress value)
    {
        switch (value.Kind)
        {
            case PlanProgressKind.Transfer when value.Layer is { } layer && value.Phase != TransferPhase.Other:
                UpdateLayer(value, layer);
                break;
            case PlanProgressKind.BuildStep or PlanProgressKind.BuildOutput:
                Update(value.Step, $"{value.BuildStep}/{value.BuildSteps} {value.Line}", value.BuildStep - 1, value.BuildSteps);
                break;
            case PlanProgressKind.Finished when _bars.TryGetValue(value.Step, out var bar):
                var description = string.Create(CultureInfo.InvariantCulture, $"{value.Step}: {value.Elapsed?.TotalSeconds:0.0} s");
                Update(value.Step, description, (long)bar.MaxValue, (long)bar.MaxValue);
                break;
        }
    }

    // The bar of a layer fills once for each phase that reports bytes, such as the download and the extraction.
    private void UpdateLayer(PlanProgress value, string layer)
    {
        var isComplete = value.Phase is TransferPhase.Complete or TransferPhase.AlreadyThere;
        var key = value.Step + layer;
        Update(key, $"{layer} {value.Status}", isComplete ? GetMaximum(key) : value.Current, value.Total);
    }

    private long GetMaximum(string key) => _bars.TryGetValue(key, out var bar) ? (long)bar.MaxValue : 1;

    private void Update(string key, string description, long? current, long? total)
    {
        var line = description.ReplaceLineEndings(" ");
        var text = Markup.Escape(line.Length > DescriptionWidth ? line[..(DescriptionWidth - 1)] + "…" : line.PadRight(DescriptionWidth));
        if (!_bars.TryGetValue(key, out var bar)) _bars[key] = bar = screen.AddTask(text, maxValue: Math.Max(1, total ?? 1));
        bar.Description = text;
        if (total is > 0) bar.MaxValue = total.Value;
        if (current is not null) bar.Value = current.Value;
    }
}
