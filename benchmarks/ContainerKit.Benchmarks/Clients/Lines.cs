namespace ContainerKit.Benchmarks.Clients;

/// <summary>Lines of 100 bytes, with their line feed.</summary>
internal static class Lines
{
    public const int Length = 100;

    private static readonly string _text = new('x', Length - 1);

    /// <summary>A command that prints this number of lines.</summary>
    public static string[] Print(int count) => ["sh", "-c", $"yes {_text} | head -n {count}"];

    /// <summary>A command that prints this number of lines, and does not exit.</summary>
    public static string[] PrintAndStay(int count) => ["sh", "-c", $"yes {_text} | head -n {count}; sleep infinity"];

    /// <summary>Throws if a number of bytes or lines is not the expected one.</summary>
    public static void Check(long actual, long expected)
    {
        if (actual != expected) throw new InvalidOperationException($"There are {actual} bytes or lines, not {expected}.");
    }
}
