using ContainerKit;

namespace Quickstart;

/// <summary>Prints what a chain does: a line for each step and for each layer that is done.</summary>
internal sealed class ConsoleProgress : IProgress<PlanProgress>
{
    private static readonly string[] _worthALine = ["Pull complete", "Already exists", "Download complete"];

    public void Report(PlanProgress value)
    {
        if (value.Kind != PlanProgressKind.Transfer) Console.WriteLine($"  {value}");
        else if (value.Layer is null || _worthALine.Contains(value.Status)) Console.WriteLine($"    {value}");
    }
}
