using System.Globalization;
using ContainerKit;
using Spectre.Console;

namespace Progress;

/// <summary>Draws what a chain reports as bars: one for each layer on its way, and one for a build as a whole.</summary>
internal sealed class LiveBars(ProgressContext screen) : IProgress<PlanProgress>
{
    private const int DescriptionWidth = 48;

    private readonly Dictionary<string, ProgressTask> _bars = [];

    public void Report(PlanProgress value)
    {
        switch (value.Kind)
        {
            case PlanProgressKind.Transfer when value.Layer is { } layer && value.Phase != TransferPhase.Other:
                Layer(value, layer);
                break;
            case PlanProgressKind.BuildStep or PlanProgressKind.BuildOutput:
                Draw(value.Step, $"{value.BuildStep}/{value.BuildSteps} {value.Line}", value.BuildStep - 1, value.BuildSteps);
                break;
            case PlanProgressKind.Finished when _bars.TryGetValue(value.Step, out var bar):
                Draw(value.Step, string.Create(CultureInfo.InvariantCulture, $"{value.Step}: {value.Elapsed?.TotalSeconds:0.0} s"), (long)bar.MaxValue, (long)bar.MaxValue);
                break;
        }
    }

    // A layer comes, is checked and is unpacked: its bar fills once for each of the long ones.
    private void Layer(PlanProgress value, string layer)
    {
        var isDone = value.Phase is TransferPhase.Complete or TransferPhase.AlreadyThere;
        var key = value.Step + layer;
        Draw(key, $"{layer} {value.Status}", isDone ? Whole(key) : value.Current, value.Total);
    }

    private long Whole(string key) => _bars.TryGetValue(key, out var bar) ? (long)bar.MaxValue : 1;

    private void Draw(string key, string description, long? done, long? all)
    {
        var line = description.ReplaceLineEndings(" ");
        var text = Markup.Escape(line.Length > DescriptionWidth ? line[..(DescriptionWidth - 1)] + "…" : line.PadRight(DescriptionWidth));
        if (!_bars.TryGetValue(key, out var bar)) _bars[key] = bar = screen.AddTask(text, maxValue: Math.Max(1, all ?? 1));
        bar.Description = text;
        if (all is > 0) bar.MaxValue = all.Value;
        if (done is not null) bar.Value = done.Value;
    }
}
