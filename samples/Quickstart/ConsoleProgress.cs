using ContainerKit;

namespace Quickstart;

/// <summary>Prints the progress of a plan: one line for each step, and one for each completed layer.</summary>
internal sealed class ConsoleProgress : IProgress<PlanProgress>
{
    private static readonly string[] _completed = ["Pull complete", "Already exists", "Download complete"];

    public void Report(PlanProgress value)
    {
        if (value.Kind != PlanProgressKind.Transfer) Console.WriteLine($"  {value}");
        else if (value.Layer is null || _completed.Contains(value.Status)) Console.WriteLine($"    {value}");
    }
}
