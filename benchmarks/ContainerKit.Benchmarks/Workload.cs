namespace ContainerKit.Benchmarks;

/// <summary>The containers that every client runs.</summary>
internal static class Workload
{
    public const string Image = "busybox";

    public static readonly string[] Sleep = ["sleep", "infinity"];
    public static readonly string[] Echo = ["echo", "hello"];

    public static void Check(string output)
    {
        if (output != "hello\n") throw new InvalidOperationException($"The output is '{output}', not 'hello'.");
    }
}
