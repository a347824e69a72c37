namespace Lifecycle;

/// <summary>Tells the reader of the walk what happens: what the docker command would be, and what has come out.</summary>
/// <param name="stepwise">Whether it waits for Enter wherever the docker command can be asked the same.</param>
internal sealed class Runner(bool stepwise)
{
    /// <summary>The next step, as one would type it.</summary>
    public static void Step(string docker) => Console.WriteLine($"\n$ {docker}");

    /// <summary>What came out, line by line.</summary>
    public static void Show(object? value)
    {
        foreach (var line in $"{value}".Split('\n', StringSplitOptions.RemoveEmptyEntries)) Console.WriteLine($"  {line}");
    }

    /// <summary>Something that the engine is now found to hold, beside the docker command that says the same.</summary>
    public void Check(string docker, object? value)
    {
        Console.WriteLine($"  = {docker} → {value}".TrimEnd());
        if (stepwise) Console.ReadLine();
    }
}
