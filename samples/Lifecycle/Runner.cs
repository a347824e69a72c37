namespace Lifecycle;

/// <summary>Prints each step as a command of the Docker CLI, with its output.</summary>
/// <param name="waitForEnter">Indicates whether each check waits for Enter, so that the Docker CLI can be compared.</param>
internal sealed class Runner(bool waitForEnter)
{
    /// <summary>Prints the next step.</summary>
    public static void Step(string command) => Console.WriteLine($"\n$ {command}");

    /// <summary>Prints the output of a step, line by line.</summary>
    public static void Show(object? value)
    {
        foreach (var line in $"{value}".Split('\n', StringSplitOptions.RemoveEmptyEntries)) Console.WriteLine($"  {line}");
    }

    /// <summary>Prints a value, with the command of the Docker CLI that prints the same value.</summary>
    public void Check(string command, object? value)
    {
        Console.WriteLine($"  = {command} → {value}".TrimEnd());
        if (waitForEnter) Console.ReadLine();
    }
}
